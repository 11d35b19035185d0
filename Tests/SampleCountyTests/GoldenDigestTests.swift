// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import GridGovernance
import Testing

/// Every view's digest on the golden log, the sample county of seed 7 with 20,000 events.
@Suite struct GoldenDigestTests {
  /// A changed digest with the same version means that stored rows and certificates of that
  /// version lie: raise the version, then the digest. Where only the sample changed, the digest.
  @Test(arguments: ViewCatalogue.views.map(\.name))
  func `a view that folds otherwise has another version`(name: String) throws {
    let view = try #require(ViewCatalogue.view(named: name))
    let declared = view.projection.golden
    let golden = try #require(declared, "\(name) declares no golden digest")
    let answer = try SampleViews.named(name)
    #expect(answer.digest == golden, "\(name) version \(view.version) folds otherwise than it did")
  }
}
