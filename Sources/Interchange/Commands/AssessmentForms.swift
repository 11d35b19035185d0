// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

// Assessment schemes, scores and their publication (domain §6).
extension CommandForm {
  static let assessment: [CommandForm] = [
    scheme("adopt-scheme", "adopts a scheme or a new version of it", "考核办法") {
      a throws(FieldJSONError) in
      .adopt(try a.event(AssessmentSchemeAdopted.self))
    },
    scheme("set-weight", "sets what the towns' judgment weighs", "权重确定") {
      a throws(FieldJSONError) in
      .setWeight(
        WeightProposal(
          try a.share("weight"), handling: try a.share(ifAny: "handlingWeight") ?? .zero,
          document: try a.object("document", .document), from: try a.date("effectiveFrom")))
    },
    scheme("submit-score", "gives a score", "评分") { a throws(FieldJSONError) in
      .submit(
        ScoreProposal(
          try a.decimal("value"), of: try a.object("subject", .body, .person, .division),
          in: try a.code("period"), part: try a.code("part"),
          by: try a.object("assessor", .body), town: try a.object(ifAny: "town", .division)))
    },
    scheme("record-points", "gives points on top or takes some off", "加分或扣分") {
      a throws(FieldJSONError) in
      .recordPoints(
        PointsProposal(
          try a.word("kind", PointsRecorded.Kind.self), try a.decimal("points"),
          for: try a.object("subject", .body, .person, .division), in: try a.code("period"),
          ground: try a.code("ground"), document: try a.object("document", .document)))
    },
    scheme("impose-veto", "caps the grade by a veto", "一票否决") { a throws(FieldJSONError) in
      .imposeVeto(
        VetoProposal(
          try a.object("veto", .veto), on: try a.object("subject", .body, .person, .division),
          in: try a.code("period"), part: try a.code("part"),
          document: try a.object(ifAny: "document", .document)))
    },
    scheme("lift-veto", "takes a veto back", "撤销否决") { a throws(FieldJSONError) in
      .liftVeto(try a.object("veto", .veto), document: try a.object("document", .document))
    },
    scheme("publish-result", "publishes the computed result, or restates it", "结果发布或更正") {
      a throws(FieldJSONError) in
      .publish(
        PublicationProposal(
          of: try a.object("subject", .body, .person, .division), in: try a.code("period"),
          as: try a.word("status", AssessmentPublished.Status.self),
          restating: try a.event(ifAny: "restates")))
    },
    scheme("appeal", "appeals against a result", "考核申诉") { a throws(FieldJSONError) in
      .appeal(
        try a.object("appeal", .appeal),
        subject: try a.object("subject", .body, .person, .division),
        period: try a.code("period"), text: try a.words("text"))
    },
    scheme("decide-appeal", "decides an appeal", "申诉决定") { a throws(FieldJSONError) in
      .decideAppeal(
        try a.object("appeal", .appeal), result: try a.word("result", AppealDecided.Result.self),
        document: try a.object("document", .document))
    },
    fact("award-grade", .assessment, GradeAwarded.self) { _ in
      { county, event, call throws(CommandError<Rejection>) in
        try county.grades.award(event, at: call.moment, commandID: call.commandID)
      }
    },
  ]

  private static func scheme(
    _ name: String, _ english: String, _ chinese: String,
    _ read: @escaping @Sendable (CommandArguments) throws(FieldJSONError) -> AssessmentCommand
  ) -> CommandForm {
    about(.scheme, name, .assessment, Words(english, chinese), read) {
      county, name, command, call throws(CommandError<Rejection>) in
      try county.scheme(name).execute(command, at: call.moment, commandID: call.commandID)
    }
  }
}
