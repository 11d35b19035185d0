// SPDX-License-Identifier: Apache-2.0

import Interchange
import Testing

private let baltimore = "data/baltimore-311/baltimore311_sample.csv.gz"
private let baltimoreFacts = "data/baltimore-311/facts.json"
private let boston = "data/boston-311/boston311-100.csv"

struct RealTableTests {
  @Test(
    .enabled(
      if: SharedFile.has(baltimore, baltimoreFacts), "needs ../shared/data/baltimore-311"))
  func `Baltimore's gzipped table has the published counts`() throws {
    let facts = try JSONParser.parse(try SharedFile.bytes(baltimoreFacts))
    let file = try GzipSource.unpackingIfMarked(FileSource(path: SharedFile.path(baltimore)))
    #expect(file.isGzip)
    let table = try CSVTable(DecodedSource(file.source, encoding: .utf8))
    #expect(table.header.names == facts["columns"]?.elements?.compactMap(\.text))
    let status = try #require(table.header.index(of: "SRStatus"))
    let agency = try #require(table.header.index(of: "Agency"))
    var statuses: [String: Int] = [:]
    var agencies: [String: Int] = [:]
    while let row = try table.nextRow() {
      guard case .record(let record) = row else { continue }
      statuses[record[status], default: 0] += 1
      agencies[record[agency], default: 0] += 1
    }
    #expect(table.counts.records == 10_000 && table.counts.sum == 10_001)
    #expect(statuses == counts(facts["status"]))
    #expect(agencies == counts(facts["agency"]))
  }

  @Test(.enabled(if: SharedFile.has(boston), "needs ../shared/data/boston-311"))
  func `Boston's table has 100 records and no problem`() throws {
    let table = try CSVTable(
      DecodedSource(FileSource(path: SharedFile.path(boston)), encoding: .utf8))
    while try table.nextRow() != nil {}
    #expect(table.header.names.count == 29)
    #expect(table.counts.records == 100 && table.counts.sum == 101)
  }

  private func counts(_ value: JSONValue?) -> [String: Int] {
    var counts: [String: Int] = [:]
    for member in value?.members ?? [] {
      counts[member.key] = member.value.integer.map(Int.init)
    }
    return counts
  }
}
