// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing

// What the assessment rules answer when they say no.
extension Rejection {
  static let floorSource = "county text S39 (不少于50%的考核权重)"
  static let amountSource = "Administrative Penalty Law, art. 74 (行政处罚法第七十四条)"
  private static let shandong = "Shandong township regulation, art. 19 (山东省乡镇条例第十九条)"

  /// I-18: below the floor that is live on the weight's own effective date.
  static func belowFloor(
    _ proposed: Rational, _ floor: Rational, recorded: CommandRefused
  ) -> Rejection {
    Rejection(
      rule: "I-18", source: floorSource,
      message: Words(
        "weight refused: the town's weight \(proposed) is below the floor \(floor) of that day",
        "权重驳回：镇考核权重\(proposed)低于当日下限\(floor)"),
      next: Words("propose at least \(floor)", "权重不得少于\(floor)"), recorded: recorded)
  }

  /// I-18: no rule set says what the floor is.
  static func noFloor(recorded: CommandRefused) -> Rejection {
    Rejection(
      rule: "I-18", source: floorSource,
      message: Words(
        "weight refused: no floor is in force on that day", "权重驳回：当日没有有效的权重下限"),
      next: Words(
        "publish a rule set of the kind weightFloor first", "先发布权重下限规则集"),
      recorded: recorded)
  }

  /// I-18: a floor was raised above the scheme's weight.
  static let publishedBelowFloor = Rejection(
    rule: "I-18", source: floorSource,
    message: Words(
      "the weight in the period is below the floor of a day of it", "考核期内权重低于当日下限"),
    next: Words(
      "set a weight that reaches the floor, from the day on which it was raised",
      "自下限提高之日起重新确定权重"))

  /// I-22: something that is no indicator, as an amount of money.
  static func unknownIndicator(_ name: String, recorded: CommandRefused) -> Rejection {
    let known = Indicator.allCases.map(\.rawValue).joined(separator: ", ")
    return Rejection(
      rule: "I-22", source: amountSource,
      message: Words(
        "\(name) is no indicator; amounts of fines, confiscated gains or auction money never are",
        "\(name) 不是考核指标；罚款、没收违法所得、拍卖款项均不得作为考核指标"),
      next: Words("use one of \(known)", "改用所列指标：\(known)"), recorded: recorded)
  }

  /// The same with its refusal for the record.
  static func namesUnknown(
    _ name: String, command: String, commandID: EventID, by body: ObjectName,
    subject: ObjectName
  ) -> Rejection {
    // A name is kept only if it is a code: a refusal holds no free text.
    let isCode = name.utf8.count <= 64 && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    return .unknownIndicator(
      isCode ? name : "?",
      recorded: CommandRefused(
        command: command, rule: "I-22", source: amountSource, commandID: commandID,
        proposer: body, subject: subject,
        values: isCode ? [RefusedValue(name: "indicator", value: .text(name))] : []))
  }

  static let townRanking = Rejection(
    rule: "I-32", source: shandong,
    message: Words("a scheme over towns publishes no ranking", "对镇考核不得排名通报"),
    next: Words("turn the ranking off", "取消排名"))

  static let townVetoNotApproved = Rejection(
    rule: "I-33", source: shandong,
    message: Words(
      "a veto item over towns needs the approval of province or state",
      "对镇的一票否决事项须经省级以上批准"),
    next: Words("name the approval, or leave the item out", "写明批准层级，或删除该项"))

  static let vetoWithoutDocument = Rejection(
    rule: "I-33", source: shandong,
    message: Words("a veto needs a document", "一票否决须有文件依据"),
    next: Words("name the document", "写明文件"))

  static let noScheme = model(
    Words("no such scheme is adopted", "该考核办法尚未制定"),
    next: Words("adopt it first", "先制定考核办法"))

  static let nothingToPublish = model(
    Words("there is no result of that subject and period", "没有该对象该期的结果"),
    next: Words("submit scores first", "先提交评分"))

  static func badPeriod(_ kind: PeriodKind) -> Rejection {
    model(
      Words(
        "the period is neither the scheme's \(kind.rawValue) nor a part of one",
        "考核期与办法周期不符"),
      next: Words("write it as 2021, 2021-H1, 2021-Q3 or 2021-07", "写作2021、2021-H1、2021-Q3或2021-07")
    )
  }

  /// A condition of the model itself.
  static func model(_ message: Words, next: Words) -> Rejection {
    Rejection(rule: "§6.2", source: "domain §6.2, the model", message: message, next: next)
  }
}

extension CommandRefused {
  /// What the refusal is called wherever it is shown (domain §7.1).
  public var label: Words {
    rule == "I-18"
      ? Words("weight refused", "权重驳回") : Words("command refused", "驳回留痕")
  }
}
