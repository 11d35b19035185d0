// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The few calls of the operating system that opening and creating a store need.
package enum FileSystem {
  static func failure(_ call: String, _ path: String) -> LMDBError {
    LMDBError(.io(code: errno, call: call), path: path)
  }

  /// The part of a path behind its last slash, and the directory before it.
  package static func split(_ path: String) -> (parent: String, name: String) {
    var trimmed = Substring(path)
    while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return (".", String(trimmed)) }
    let parent = trimmed[..<slash]
    return (parent.isEmpty ? "/" : String(parent), String(trimmed[trimmed.index(after: slash)...]))
  }

  /// Flushes a file or a directory: a directory's flush makes its names durable.
  static func flush(_ path: String) throws(LMDBError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("fsync", path) }
  }

  /// The names in a directory, sorted; empty if it cannot be read.
  package static func names(in directory: String) -> [String] { listing(of: directory) ?? [] }

  /// The names in a directory, sorted; `nil` if it cannot be read, then `errno` says why.
  package static func listing(of directory: String) -> [String]? {
    guard let stream = opendir(directory) else { return nil }
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

  /// `open`, out of the way of what else has that name.
  static func openFile(_ path: String, _ flags: Int32, _ mode: UInt32 = 0) -> Int32 {
    open(path, flags | O_CLOEXEC, mode_t(mode))
  }

  /// Removes a directory that holds nothing but a store's two files.
  static func removeStore(_ directory: String) {
    unlink(directory + "/data.mdb")
    unlink(directory + "/lock.mdb")
    rmdir(directory)
  }

  /// Free bytes for this process on the disk that holds `path`; nil if it cannot be told.
  package static func freeBytes(_ path: String) -> UInt64? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize)
  }

  /// The largest size that this process may give a file; nil without a limit.
  static func fileSizeLimit() -> UInt64? {
    var limit = rlimit()
    #if canImport(Glibc)
      let result = getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    #else
      let result = getrlimit(RLIMIT_FSIZE, &limit)
    #endif
    guard result == 0, limit.rlim_cur < UInt64(Int64.max) else { return nil }
    return UInt64(limit.rlim_cur)
  }

  package static func size(_ path: String) -> UInt64? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return UInt64(status.st_size)
  }

  /// A short wait, for what another thread finishes soon.
  static func pause() { usleep(200) }
  static let pausesInMillisecond = 5
}
