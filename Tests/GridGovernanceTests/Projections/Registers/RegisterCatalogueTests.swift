// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// The register views as the domain's catalogue has them.
@Suite struct RegisterCatalogueTests {
  static let numbers: [String: String] = [
    "P11": "grid-roster", "P12": "institution-register", "P13": "staff-cover",
    "P14": "duty-lists", "P15": "certificate-match", "P22": "grade-quota",
    "P23": "data-freshness", "P24": "party-organisation", "P25": "admission-register",
    "P26": "personal-data-register",
  ]

  @Test func `name and fold order are the catalogue's`() throws {
    try #require(SharedFiles.exists("domain/views.tsv"), "shared/domain/views.tsv is missing")
    let rows = SharedFiles.table("domain/views.tsv")
    for (number, name) in Self.numbers {
      let row = try #require(rows.first { $0["p"] == number }, "\(number)")
      #expect(row["name"] == "`\(name)`")
      let view = try #require(ViewCatalogue.view(named: name), "\(name)")
      #expect(row["order"] == (view.order == .happened ? "happened" : "recorded"), "\(name)")
    }
  }

  @Test(arguments: numbers.values.sorted())
  func `every column and every key of every table has a name in both languages`(
    name: String
  ) throws {
    let view = try #require(ViewCatalogue.view(named: name))
    let answer = try ReplayEngine([]).replay([view.projection])[0]
    for table in answer.tables {
      for column in try answer.keyColumns(of: table) + answer.columns(of: table)
      where column != "steps" {
        let title = try #require(view.columns[column], "\(name).\(table).\(column)")
        #expect(!title.en.isEmpty && !title.zh.isEmpty)
      }
    }
    #expect(answer.rows.isEmpty, "an empty log gives an empty view")
  }
}
