// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// A part of the report under a heading of its own.
protocol ReportSection {
  static var id: String { get }
  static var title: Words { get }

  init(_ page: Page)

  func content() throws(ReportError) -> [Markup]
}

/// A report in one language: its sections, and the words and cells that they share.
struct Page {
  static var sections: [any ReportSection.Type] {
    [
      WorkloadSection.self, SourcesSection.self, DeadlinesSection.self, ReturnsSection.self,
      EscalationsSection.self, SatisfactionSection.self, AssessmentSection.self,
      MethodSection.self,
    ]
  }

  let facts: ReportFacts
  let language: ReportLanguage

  init(_ facts: ReportFacts, _ language: ReportLanguage) {
    self.facts = facts
    self.language = language
  }

  func html() throws(ReportError) -> String {
    var sections: [Markup] = []
    for (index, type) in Page.sections.enumerated() {
      let parts = try type.init(self).content()
      sections.append(
        element("section", .id(type.id)) {
          element("h2") {
            element("span", .class("number")) { "\(index + 1)" }
            Markup.text(" " + say(type.title))
          }
          parts
        })
    }
    let cover = try Cover(self).markup()
    return Markup.page(
      element("html", Attribute("lang", language.tag)) {
        element("head") {
          [
            empty("meta", Attribute("charset", "utf-8")),
            empty(
              "meta", Attribute("http-equiv", "Content-Security-Policy"),
              Attribute(
                "content",
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
              )),
            empty(
              "meta", Attribute("name", "viewport"),
              Attribute("content", "width=device-width, initial-scale=1")),
            element("title") { title },
            Stylesheet.markup(language),
          ]
        }
        element("body") {
          cover
          sections
        }
      })
  }

  /// What the page is about, in one line.
  var title: String {
    let place = (facts.town ?? facts.places.county).map { facts.places.name(of: $0) ?? $0.key }
    return ([place, say(PageWords.title), facts.period.description] as [String?])
      .compactMap(\.self).joined(separator: " · ")
  }

  // MARK: Words

  func say(_ words: Words) -> String { words.text(in: language) }

  /// The name of a view's column, as `gridlog view` prints it.
  func column(_ name: String, of projection: any Projection.Type) -> String {
    guard let title = ViewCatalogue.view(named: projection.name)?.columns[name] else {
      return name
    }
    return say(Words(title.en.capitalisedFirst, title.zh))
  }

  func number(_ name: String, of projection: any Projection.Type) -> ReportTable.Column {
    .number(column(name, of: projection))
  }

  // MARK: Cells and paragraphs

  func object(_ object: ObjectName?) -> Cell {
    guard let object else { return .noData }
    return .object(code: object.key, name: facts.places.name(of: object))
  }

  /// A town by its name alone; the first table of the report has the codes.
  func town(_ town: ObjectName?) -> Cell {
    guard let town, let name = facts.places.name(of: town) else { return object(town) }
    return .data(name)
  }

  /// The name of a place or body in a chart.
  func label(_ object: ObjectName) -> String { facts.places.name(of: object) ?? object.key }

  func time(_ instant: Instant?) -> Cell {
    instant.map { .code(ReportText.minute($0, in: facts.zone)) } ?? .noData
  }

  func paragraph(_ words: Words) -> Markup { element("p") { say(words) } }

  func note(_ words: Words) -> Markup { element("p", .class("note")) { say(words) } }

  /// Says where the rows are that were left out.
  func more(_ words: Words, _ view: String) -> Markup {
    element("p", .class("note")) {
      say(words) + " "
      Markup.code("gridlog view LOG \(view) --as-of \(facts.moment.position.rawValue)")
    }
  }

  func heading(_ words: Words) -> Markup { element("h3") { say(words) } }

  func figure(_ chart: Chart, _ table: ReportTable) -> Markup {
    chart.figure(table, noData: say(PageWords.noData), legend: say(PageWords.dash))
  }

  /// A table under its heading; a sentence where it has no rows.
  func table(_ title: Words, _ table: ReportTable) -> Markup {
    element("div", .class(table.isShort ? "tabled whole" : "tabled")) {
      heading(title)
      if table.rows.isEmpty {
        element("p", .class("empty")) { say(PageWords.noData) }
      } else {
        table.markup
        if table.lacksData { note(PageWords.dash) }
      }
    }
  }
}

/// Words that every part of a page uses.
enum PageWords {
  static let title = Words("Report on grid governance", "网格治理报告")
  static let noData = Words("No data in this period.", "本期无数据。")
  static let dash = Words("– no data, which is not zero.", "– 表示无数据，不等于零。")
  static let allTowns = Words("All towns", "各镇合计")
  static let town = Words("Town", "镇")
  static let unit = Words("Unit", "单位")
  static let countyBodies = Words("Bodies of the county", "县直单位")
  static let total = Words("Total", "合计")
}
