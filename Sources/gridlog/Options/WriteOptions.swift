// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// How a command that writes meets other writers.
struct WriteOptions: ParsableArguments {
  @Option(
    help: help("Seconds to wait for another writer.", "等待其他写入程序的秒数。", value: "seconds"))
  var wait = 30

  func validate() throws {
    guard (0...86_400).contains(wait) else { throw ValidationError("--wait is 0 to 86400") }
  }
}
