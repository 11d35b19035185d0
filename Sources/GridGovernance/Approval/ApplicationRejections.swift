// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What the rules of applications answer when they say no.
extension Rejection {
  static let article32 = "Administrative Licensing Law, art. 32 (行政许可法第32条)"

  /// The table has no such event in that state.
  static func pair(_ event: ApplicationEvent, in application: ApplicationState) -> Rejection {
    let status = application.status
    let state = status.map { "in state \($0.rawValue)" } ?? "that was never received"
    let zhuangtai = status.map { "处于“\($0.chinese)”" } ?? "尚未收件"
    let allowed = ApplicationTable.types(in: status).map(\.name).joined(separator: ", ")
    return Rejection(
      rule: ApplicationTable.rule(event.type, in: status),
      source: "Gridlog application table, domain §3.3; Administrative Licensing Law (行政许可法)",
      message: Words(
        "an application \(state) takes no \(event.type.name)\(event.variantText)",
        "\(zhuangtai)的申请不能记录 \(event.type.name)\(event.variantText)"),
      next: Words("possible now: \(allowed)", "目前可以：\(allowed)"))
  }

  /// A condition of the table's line does not hold.
  static func condition(
    _ type: EventType, in status: ApplicationStatus?, source: String, _ message: Words,
    next: Words
  ) -> Rejection {
    Rejection(
      rule: ApplicationTable.rule(type, in: status), source: source, message: message,
      next: next)
  }

  static func condition(
    _ type: EventType, in status: ApplicationStatus?, source: String, _ refusal: RequestRefusal
  ) -> Rejection {
    condition(type, in: status, source: source, refusal.message, next: refusal.next)
  }

  static func secondNotice(in status: ApplicationStatus?) -> Rejection {
    condition(
      .correctionNotified, in: status, source: article32,
      Words("what is missing is notified once", "补正告知只能作出一次"),
      next: Words("accept or decline the application", "请作出受理或不予受理决定"))
  }

  /// Nobody answered in time: the application is accepted, and no late word undoes it.
  static func silence(_ type: EventType, in status: ApplicationStatus?) -> Rejection {
    condition(
      type, in: status, source: article32,
      Words(
        "nobody answered in time: the application counts as accepted from receipt",
        "逾期未告知，自收到申请之日起视为受理"),
      next: Words("accept it, or decide it", "请作出受理决定，或办结"))
  }

  /// I-7
  static func noGuide(_ guide: ObjectName) -> Rejection {
    Rejection(
      rule: "I-7", source: "county text S10",
      message: Words(
        "\(guide) is no service guide in force for that item today",
        "\(guide) 不是该事项当日有效的办事指南"),
      next: Words(
        "cite a live guide, or publish one (rule set of kind serviceGuide)",
        "请引用有效的办事指南，或先发布"))
  }

  /// I-8
  static func receivedBefore(_ twin: ObjectName) -> Rejection {
    Rejection(
      rule: "I-8", source: "county text S16",
      message: Words(
        "that number of the other system was received as \(twin)",
        "该外部编号已作为 \(twin) 收件"),
      next: Words("go on with \(twin)", "请在 \(twin) 中继续办理"))
  }
}
