// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// A name for people, in both languages of the program.
public struct ViewTitle: Hashable, Sendable {
  public let en: String
  public let zh: String

  public init(_ en: String, _ zh: String) {
    self.en = en
    self.zh = zh
  }
}

/// A view of the county: a projection, and what people call it and its columns.
public struct CountyView: Sendable {
  public let projection: any Projection.Type
  public let title: ViewTitle
  /// The question that the view answers.
  public let question: ViewTitle
  /// The names of columns for people; a column without one goes by its own name.
  public let columns: [String: ViewTitle]
  /// The rules of the columns that change with time alone.
  public let rules: [String: ViewTitle]

  public init(
    _ projection: any Projection.Type, _ title: ViewTitle, asks question: ViewTitle,
    columns: [String: ViewTitle] = [:], rules: [String: ViewTitle] = [:]
  ) {
    self.rules = rules
    self.projection = projection
    self.title = title
    self.question = question
    self.columns = columns
  }

  /// Kebab-case; what scripts call it.
  public var name: String { projection.name }
  public var version: Int { projection.version }
  public var order: FoldOrder { projection.order }
}

/// The county's views by the names that scripts use.
public enum ViewCatalogue {
  /// In the order in which they are listed.
  public static let views: [CountyView] = [
    CountyView(
      TicketStatusView.self, ViewTitle("Ticket status", "工单状态"),
      asks: ViewTitle(
        "Where is this ticket now, or as at a moment?", "工单现在（或某一时刻）处于什么状态？"),
      columns: ViewColumns.ticketStatus, rules: ViewColumns.ticketStatusRules),
    CountyView(
      TicketTimeline.self, ViewTitle("Ticket timeline", "工单全程"),
      asks: ViewTitle("What happened, in both times?", "先后发生了什么、何时得知？"),
      columns: ViewColumns.ticketTimeline),
    CountyView(
      TownWorkload.self, ViewTitle("Town workload", "镇工作量"),
      asks: ViewTitle("How much does each town carry?", "各镇承担多少工作？"),
      columns: ViewColumns.townWorkload),
    CountyView(
      Assessment.self, ViewTitle("Stationed-body assessment", "派驻考核"),
      asks: ViewTitle(
        "How does each stationed body stand, and why?", "各派驻机构考核情况如何、依据何在？"),
      columns: ViewColumns.assessment),
  ]

  /// The view of that name.
  public static func view(named name: String) -> CountyView? { views.first { $0.name == name } }
}
