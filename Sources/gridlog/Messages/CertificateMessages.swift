// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import TerminalText

extension CertificateCheck.Difference {
  /// What scripts call it.
  var kind: String {
    switch self {
    case .log: "log"
    case .unsigned: "unsigned"
    case .signature: "signature"
    case .end: "end"
    case .root: "root"
    case .view: "view"
    case .version: "version"
    case .golden: "golden"
    case .moment: "moment"
    case .rows: "rows"
    case .refused: "refused"
    case .digest: "digest"
    case .shown: "shown"
    }
  }

  /// What the certificate says and what was found, as texts.
  var sides: (certified: String?, found: String?) {
    switch self {
    case .log(let certified, let found): (certified, found)
    case .unsigned: (nil, nil)
    case .signature(let key): (key, nil)
    case .end(let certified, let found): ("#\(certified)", "\(found)")
    case .view(let certified): (certified, nil)
    case .golden(let certified, let found): (certified?.description, found?.description)
    case .moment(let certified, let found): ("\(certified)", "\(found)")
    case .version(let certified, let found), .rows(let certified, let found),
      .refused(let certified, let found):
      ("\(certified)", "\(found)")
    case .root(let certified, let found), .digest(let certified, let found),
      .shown(let certified, let found):
      ("\(certified)", "\(found)")
    }
  }

  /// For people.
  var phrase: Phrase {
    let certified = sides.certified ?? "–"
    let found = sides.found ?? "–"
    return switch self {
    case .unsigned: Phrase(en: "\(description)", zh: "没有受信任的密钥为其签名")
    case .signature(let key): Phrase(en: "\(description)", zh: "\(key) 的签名与内容不符，内容被改动")
    case .view: Phrase(en: "\(description)", zh: "本程序没有视图 \(certified)")
    case .golden:
      Phrase(
        en: "\(description)", zh: "基准台账上的摘要：证明中为 \(certified)，本程序为 \(found)")
    case .root:
      Phrase(en: "\(description)", zh: "根：证明中为 \(certified)，台账为 \(found)，历史已被改写")
    default:
      Phrase(en: "\(description)", zh: "\(subject)：证明中为 \(certified)，实为 \(found)")
    }
  }

  /// What differs, in Chinese.
  private var subject: String {
    switch self {
    case .log: "所属台账"
    case .end: "事件数"
    case .version: "视图版本"
    case .moment: "已知时点"
    case .rows: "行数"
    case .refused: "未能折叠的事件数"
    case .digest: "各行摘要"
    case .shown: "随时间变化的列的摘要"
    case .unsigned, .signature: "签名"
    case .root: "根"
    case .view: "视图"
    case .golden: "基准摘要"
    }
  }
}
