// SPDX-License-Identifier: Apache-2.0
import EventSourcingTestSupport
import Foundation
import Reports
import Testing

/// Pages as a browser prints them. Where there is no Chromium or no Chinese font, nothing is
/// tested and the reason is said: the page itself does not depend on either.
@Suite(
  .enabled(if: Browser.path != nil, "chromium is not installed"),
  .enabled(if: Browser.hasFont, "no CJK font is installed (fonts-noto-cjk)"), .serialized)
struct BrowserTests {
  @Test(arguments: ReportLanguage.allCases)
  func `a report prints on several sheets of A4 without a word on the console`(
    language: ReportLanguage
  ) throws {
    let print = try Browser().print(try SamplePages.get().page(language))
    #expect(print.sheets.count > 1)
    #expect(Set(print.sheets).count == 1)
    // Points: 210 × 297 mm.
    let size = try #require(print.sheets.first)
    #expect(abs(size.width - 595) <= 1 && abs(size.height - 842) <= 1)
    #expect(print.console.isEmpty, "\(print.console)")
  }

  @Test func `nothing on a hostile page runs, opens or asks for anything`() throws {
    let page = try HostileCounty().page(.zh)
    let browser = Browser()
    #expect(try browser.print(page).console.isEmpty)
    let tree = try browser.tree(of: page)
    #expect(!tree.contains("<script"))
    #expect(!tree.contains("<img"))
    #expect(tree.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
  }

  @Test func `the browser would tell of a script: the tests above can fail`() throws {
    let page = try HostileCounty().page(.zh)
      .replacing("</body>", with: "<script>document.title = 1</script></body>")
    #expect(try !Browser().print(page).console.isEmpty, "the policy of the page refuses it aloud")
  }
}

/// A headless Chromium with a profile of its own.
struct Browser {
  static let path = ["chromium", "chromium-browser", "google-chrome"].lazy
    .map { "/usr/bin/\($0)" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  static let hasFont: Bool =
    (try? run("/usr/bin/fc-list", [":lang=zh", "family"]))?.output.isEmpty == false

  struct Print {
    struct Sheet: Hashable {
      let width: Int
      let height: Int
    }

    let sheets: [Sheet]
    /// What the page said on the console: errors, refusals of its policy.
    let console: [String]
  }

  private let directory = TemporaryDirectory("browser")

  func print(_ page: String) throws -> Print {
    let pdf = directory.path(of: "page.pdf")
    let run = try run(page, ["--no-pdf-header-footer", "--print-to-pdf=\(pdf)"])
    let bytes = try Data(contentsOf: URL(fileURLWithPath: pdf))
    return Print(
      sheets: Browser.sheets(String(decoding: bytes, as: Unicode.ASCII.self)),
      console: run.errors.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init))
  }

  /// The document as the browser has it after loading.
  func tree(of page: String) throws -> String { try run(page, ["--dump-dom"]).output }

  /// The size of every page of a PDF as Chromium writes them.
  private static func sheets(_ pdf: String) -> [Print.Sheet] {
    pdf.components(separatedBy: "/MediaBox [").dropFirst().compactMap { part in
      let numbers = part.prefix { $0 != "]" }.split(separator: " ").compactMap { Double($0) }
      guard numbers.count == 4 else { return nil }
      return Print.Sheet(
        width: Int(numbers[2].rounded()), height: Int(numbers[3].rounded()))
    }
  }

  private func run(
    _ page: String, _ arguments: [String]
  ) throws -> (output: String, errors: String) {
    let file = directory.path(of: "page.html")
    try Data(page.utf8).write(to: URL(fileURLWithPath: file))
    return try Browser.run(
      try #require(Browser.path),
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--enable-logging=stderr",
        "--user-data-dir=\(directory.path(of: "profile"))",
      ] + arguments + ["file://\(file)"])
  }

  private static func run(
    _ program: String, _ arguments: [String]
  ) throws -> (output: String, errors: String) {
    let place = TemporaryDirectory("browser-run")
    let files = ["out", "err"].map { URL(fileURLWithPath: place.path(of: $0)) }
    for file in files { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return (texts[0], texts[1])
  }
}
