// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import EventSourcingTestSupport
import GridGovernance
import Reports
import SampleCounty
import Testing

/// A small sample county and its report for the month in which its tickets begin; only read.
struct SamplePages: Sendable {
  static let seed: UInt64 = 7
  static let events = 6_000
  private static let shared = Result { try SamplePages() }

  static func get() throws -> SamplePages { try shared.get() }

  private let directory = TemporaryDirectory("report")
  let log: EventLog
  let period: AssessmentPeriod
  let pages: [ReportLanguage: String]

  private init() throws {
    (log, _) = try SampleCounty.create(
      at: directory.path(of: "sample.gridlog"), seed: Self.seed, events: Self.events)
    period = try #require(AssessmentPeriod("2021-Q3"))
    let report = try Report(of: log, period: period)
    pages = [.zh: try report.html(in: .zh), .en: try report.html(in: .en)]
  }

  func page(_ language: ReportLanguage) throws -> String { try #require(pages[language]) }

  func tree(_ language: ReportLanguage) throws -> PageTree.Node {
    PageTree(try page(language)).root
  }

  /// The towns of the county by code.
  func towns() throws -> [DivisionRegistered] {
    try log.events(.types(.divisionRegistered)).map { try $0.decode(DivisionRegistered.self) }
      .filter { [.town, .subdistrict, .developmentZone].contains($0.kind) }
      .sorted { $0.division.key < $1.division.key }
  }
}
