// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

struct CatalogueViewTests {
  /// The catalogue of the domain text, a tab-separated table.
  @Test(
    .enabled(
      if: SharedFiles.exists("domain/views.tsv"), "../shared/domain/views.tsv is missing"))
  func `names and fold orders are those of the catalogue`() throws {
    var orders: [String: String] = [:]
    for row in SharedFiles.table("domain/views.tsv") {
      orders[(row["name"] ?? "").replacing("`", with: "")] = row["order"]
    }
    #expect(orders.count == 26)
    for view in ViewCatalogue.views {
      let order = view.order == .recorded ? "recorded" : "happened"
      #expect(orders[view.name] == order, "\(view.name)")
    }
  }

  @Test(arguments: ViewCatalogue.views.map(\.name))
  func `every column has a name in both languages`(name: String) throws {
    let view = try #require(ViewCatalogue.view(named: name))
    for title in view.columns.values {
      #expect(!title.en.isEmpty && !title.zh.isEmpty)
    }
    for rule in view.rules.keys {
      #expect(view.columns[rule] != nil, "\(name): the rule of a column without a name, \(rule)")
    }
  }
}
