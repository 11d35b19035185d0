// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The few calls on files that the trials make themselves.
enum Files {
  static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    let size = Int(status.st_size)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = Glibc.read(descriptor, buffer.baseAddress! + filled, size - filled)
        guard count > 0 else { return }
        filled += count
      }
    }
  }

  static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o640) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    precondition(descriptor >= 0, "\(path) cannot be written")
    defer { close(descriptor) }
    var done = 0
    bytes.withUnsafeBytes { buffer in
      while done < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
        precondition(count > 0, "\(path) cannot be written")
        done += count
      }
    }
  }

  static func makeDirectory(_ path: String) { mkdir(path, 0o750) }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a directory, sorted; empty if it is none.
  static func names(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      // d_name is NUL-terminated within the entry that readdir owns until the next call.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// What a link names; empty if it is none.
  static func target(ofLink path: String) -> String {
    let text = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, filled in
      filled = buffer.withMemoryRebound(to: CChar.self) {
        max(0, readlink(path, $0.baseAddress!, $0.count))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Removes a file, or a directory with all that is in it.
  static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    for name in names(in: path) { remove(path + "/" + name) }
    rmdir(path)
  }

  /// A directory of this process in memory where there is room, else among temporary files.
  static func scratch(_ label: String) -> String {
    let base = hasRoom("/dev/shm") ? "/dev/shm" : "/tmp"
    let path = "\(base)/gridlog-\(label)-\(getpid())"
    remove(path)
    makeDirectory(path)
    return path
  }

  /// Containers often have 64 MB there, which several trials at once would fill.
  private static func hasRoom(_ path: String) -> Bool {
    var room = statvfs()
    return access(path, W_OK) == 0 && statvfs(path, &room) == 0
      && room.f_bavail * room.f_frsize >= 512 << 20
  }
}
