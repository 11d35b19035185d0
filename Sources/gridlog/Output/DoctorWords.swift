// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Interchange
import TerminalText

/// What a doctor's check says to people.
struct DoctorWords {
  let found: Phrase
  /// What to do if it is not fine.
  let advice: Phrase?

  init(_ check: DoctorCheck) {
    found = DoctorWords.found(check)
    advice = DoctorWords.advice(check)
  }

  private static func size(_ bytes: Int) -> String { NumberText.bytes(bytes) }

  private static func found(_ check: DoctorCheck) -> Phrase {
    switch check {
    case .store(let pages, let events):
      Phrase(
        en: "store sound: \(grouped: pages) pages, \(grouped: Int(events)) events",
        zh: "存储完好：\(grouped: pages) 页，\(grouped: Int(events)) 个事件")
    case .broken(let error):
      Phrase(en: "store: \(error.description)", zh: "存储：\(error.description)")
    case .format(let found, let supported):
      Phrase(
        en: "format \(found), this program reads up to \(supported)",
        zh: "格式 \(found)，本程序最高支持 \(supported)")
    case .head(let head, let acknowledged):
      Phrase(
        en: "ends at \(head), acknowledged up to \(acknowledged?.description ?? "?")",
        zh: "末尾 \(head)，已确认到 \(acknowledged?.description ?? "?")")
    case .map(let used, let mapSize, let limit):
      Phrase(
        en: "map: \(size(used)) used of \(size(mapSize)), grows up to \(size(limit))",
        zh: "映射：已用 \(size(used))，共 \(size(mapSize))，上限 \(size(limit))")
    case .readers(let readers, let slots, let behind): Self.readers(readers, slots, behind)
    case .pages(let free, let unclaimed, let all):
      Phrase(
        en: "free pages: \(grouped: free + unclaimed) of \(grouped: all)",
        zh: "空闲页：\(grouped: free + unclaimed)，共 \(grouped: all)")
    case .lock(let holder):
      holder.map { Phrase(en: "writer's lock: held by \($0)", zh: "写锁：持有者 \($0)") }
        ?? Phrase(en: "writer's lock: free", zh: "写锁：空闲")
    default: place(check)
    }
  }

  private static func readers(_ readers: [DoctorReader], _ slots: Int, _ behind: UInt64) -> Phrase {
    guard let oldest = readers.max(by: { $0.behind < $1.behind }) else {
      return Phrase(en: "readers: none of \(slots)", zh: "读者：无，上限 \(slots)")
    }
    return Phrase(
      en: """
        readers: \(readers.count) of \(slots), the oldest \(oldest.behind) commits behind: \
        PID \(oldest.process) \(oldest.program)
        """,
      zh: """
        读者：\(readers.count)，上限 \(slots)；最旧者落后 \(oldest.behind) 次提交：\
        PID \(oldest.process) \(oldest.program)
        """)
  }

  /// Checks of the place where the log lies, and of its backups.
  private static func place(_ check: DoctorCheck) -> Phrase {
    switch check {
    case .fileSystem(let name, _, _):
      Phrase(en: "file system: \(name)", zh: "文件系统：\(name)")
    case .disk(let free, let log):
      Phrase(
        en: "disk: \(free.map(size) ?? "?") free, the log has \(size(log))",
        zh: "磁盘：剩余 \(free.map(size) ?? "?")，台账占 \(size(log))")
    case .clock(let last, let now):
      Phrase(en: "clock: \(now), last event \(last)", zh: "时钟：\(now)，最近事件 \(last)")
    case .index(let behind, let runs):
      Phrase(
        en: "index: \(runs) runs, \(grouped: behind) events behind them",
        zh: "索引：\(runs) 个，其后 \(grouped: behind) 个事件")
    case .keys(let isPrivate):
      isPrivate
        ? Phrase(en: "keys: the owner's alone", zh: "密钥：仅所有者可读")
        : Phrase(en: "keys: missing, or open to others", zh: "密钥：缺失或他人可读")
    case .leftovers(let paths):
      paths.isEmpty
        ? Phrase(en: "no leftovers of interrupted work", zh: "没有中断遗留")
        : Phrase(
          en: "left by interrupted work: \(paths.joined(separator: ", "))",
          zh: "中断遗留：\(paths.joined(separator: "、"))")
    case .backup(let path, let head, let behind, let taken):
      Phrase(
        en: "backup \(path): up to \(head), \(grouped: Int(behind)) events behind, taken \(taken)",
        zh: "备份 \(path)：至 \(head)，落后 \(grouped: Int(behind)) 个事件，时间 \(taken)")
    case .badBackup(let error):
      Phrase(en: "backup: \(error.description)", zh: "备份：\(error.description)")
    default: Phrase(en: "backup: none was named", zh: "备份：未指定")
    }
  }

  private static func advice(_ check: DoctorCheck) -> Phrase? {
    switch check {
    case .broken:
      Phrase(
        en: "gridlog restore BACKUP NEW, or gridlog salvage LOG NEW",
        zh: "gridlog restore BACKUP NEW，或 gridlog salvage LOG NEW")
    case .head:
      Phrase(en: "an old copy: gridlog restore BACKUP NEW", zh: "旧副本：gridlog restore BACKUP NEW")
    case .readers: Phrase(en: "end that program: it keeps pages from use", zh: "请结束该程序，它使页面无法重用")
    case .pages, .map: Phrase(en: "gridlog compact LOG", zh: "gridlog compact LOG")
    case .fileSystem:
      Phrase(en: "move the log to a local disk", zh: "请把台账移到本地磁盘")
    case .disk: Phrase(en: "free some space", zh: "请清理空间")
    case .clock: Phrase(en: "set the machine's clock", zh: "请校准时钟")
    case .index: Phrase(en: "the next append catches up", zh: "下次追加时会补上")
    case .keys: Phrase(en: "chmod 700 LOG/keys", zh: "chmod 700 LOG/keys")
    case .leftovers: Phrase(en: "no log: they may be removed", zh: "不是台账，可以删除")
    case .noBackup, .badBackup, .backup:
      Phrase(
        en: "gridlog backup LOG DIRECTORY, then doctor --backup DIRECTORY",
        zh: "gridlog backup LOG DIRECTORY，再用 doctor --backup DIRECTORY")
    default: nil
    }
  }
}

/// The same for machines.
struct DoctorFigures {
  private let check: DoctorCheck

  init(_ check: DoctorCheck) { self.check = check }

  func add(to part: inout Document) {
    switch check {
    case .store(let pages, let events):
      part.add("pages", pages)
      part.add("events", events)
    case .format(let found, let supported):
      part.add("format", found)
      part.add("supported", supported)
    case .head(let head, let acknowledged):
      part.add("head", head)
      part.add("acknowledged", orNull: acknowledged)
    case .map(let used, let size, let limit):
      part.add("usedBytes", used)
      part.add("mapBytes", size)
      part.add("limitBytes", limit)
    case .readers(let readers, let slots, let behind):
      part.add("slots", slots)
      part.add("oldestBehind", behind)
      part.add("readers", readers.map(Self.reader))
    case .pages(let free, let unclaimed, let all):
      part.add("free", free)
      part.add("unclaimed", unclaimed)
      part.add("pages", all)
    default: addPlace(to: &part)
    }
  }

  private static func reader(_ reader: DoctorReader) -> Document {
    var part = Document()
    part.add("pid", Int(reader.process))
    part.add("program", reader.program)
    part.add("behind", reader.behind)
    return part
  }

  private func addPlace(to part: inout Document) {
    switch check {
    case .lock(let holder): part.add("holder", orNull: holder)
    case .fileSystem(let name, let isRemote, let isVolatile):
      part.add("fileSystem", name)
      part.add("remote", isRemote)
      part.add("volatile", isVolatile)
    case .disk(let free, let log):
      part.add("freeBytes", free.map { .number(String($0)) } ?? .null)
      part.add("logBytes", log)
    case .clock(let last, let now):
      part.add("last", last)
      part.add("now", now)
    case .index(let behind, let runs):
      part.add("behind", behind)
      part.add("runs", runs)
    case .keys(let isPrivate): part.add("private", isPrivate)
    case .leftovers(let paths): part.add("paths", .array(paths.map { .string($0) }))
    case .backup(let path, let head, let behind, let taken):
      part.add("backup", path)
      part.add("head", head)
      part.add("behind", behind)
      part.add("taken", taken)
    case .badBackup(let error): part.add("backup", error.path)
    default: return
    }
  }
}
