// SPDX-License-Identifier: Apache-2.0
package import EventSourcing

/// The parcels' answers once more, by another way: dictionaries of text over whole events.
///
/// Slow and plain on purpose. It shares nothing with the engine but the reading of a payload.
package struct ParcelOracle {
  package struct Fact {
    package var position: UInt64
    package var id: EventID
    package var type: String
    package var stream: String
    package var occurred: Instant
    package var fields: [String: Value]
    package var externalID: String?

    package var depot: String? { fields["depot"]?.description }
  }

  package struct Refused: Equatable {
    package var position: UInt64
    package var parked: Int

    package init(position: UInt64, parked: Int) {
      self.position = position
      self.parked = parked
    }
  }

  /// Lines by key text, one dictionary a table.
  package var tables: [String: [String: String]] = [:]
  package var refused: [Refused] = []

  // MARK: Which events, in which order

  package static func facts(_ events: some Sequence<StoredEvent>) -> [Fact] {
    events.map { event in
      let content = event.content
      guard let schema = Parcels.catalogue.schema(content.type, version: content.version),
        let values = try? schema.values(references: content.references, payload: content.payload)
      else { preconditionFailure("event \(event.position) cannot be read") }
      var fields = Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0.value) })
      if schema.version == 1, schema.type == .parcelSent {
        fields["depot"] = fields.removeValue(forKey: "office")
        fields["speed"] = .text("normal")
      }
      return Fact(
        position: event.position.rawValue, id: content.id, type: content.type.name,
        stream: content.stream.text, occurred: content.occurred, fields: fields,
        externalID: content.source?.externalID)
    }
  }

  /// The facts as they happened, and the amendments that do not fit, of all `types`.
  package static func amended(
    _ facts: [Fact], happenedBy: Instant?, types: Set<String>
  ) -> (facts: [Fact], refused: [Refused]) {
    let repairs: Set = ["FactCorrected", "EventAnnulled"]
    let annulments = facts.filter { $0.type == "EventAnnulled" }
    let corrections = facts.filter { $0.type == "FactCorrected" }
    func isAnnulled(_ fact: Fact) -> Bool {
      annulments.contains { $0.fields["target"] == .id(fact.id) }
    }
    var refused: Set<UInt64> = []
    for correction in corrections
    where facts.contains(where: {
      repairs.contains($0.type) && correction.fields["target"] == .id($0.id)
    }) { refused.insert(correction.position) }

    var result: [Fact] = []
    for fact in facts where types.contains(fact.type) && !isAnnulled(fact) {
      var fact = fact
      var misfits: [UInt64] = []
      let own = corrections.filter { $0.fields["target"] == .id(fact.id) && !isAnnulled($0) }
      // Times first: an event that happened too late is not looked at any further.
      for time in own where time.fields["field"] == .text("occurred") {
        if case .instant(let instant)? = time.fields["new"] {
          fact.occurred = instant
        } else {
          refused.insert(time.position)
        }
      }
      guard happenedBy.map({ fact.occurred <= $0 }) ?? true else { continue }
      for correction in own where correction.fields["field"] != .text("occurred") {
        guard case .text(let field)? = correction.fields["field"],
          fits(fact.type, field, correction.fields["new"])
        else {
          misfits.append(correction.position)
          continue
        }
        if field == "externalID" {
          fact.externalID = correction.fields["new"]?.description
        } else {
          fact.fields[field] = correction.fields["new"]
        }
      }
      refused.formUnion(misfits)
      result.append(fact)
    }
    result.sort { ($0.occurred, $0.position) < ($1.occurred, $1.position) }
    return (result, refused.sorted().map { Refused(position: $0, parked: 0) })
  }

  private static func fits(_ type: String, _ field: String, _ value: Value?) -> Bool {
    switch (type, field, value) {
    case ("ParcelSent", "grams", .int), ("ParcelNoted", "urgency", .int): true
    case ("ParcelSent", "speed", .text(let name)): ["normal", "express"].contains(name)
    case ("ParcelSent", "depot", .object(let name)), ("ParcelScanned", "depot", .object(let name)):
      name.kind.name == "depot"
    case ("ParcelDelivered", "fee", .decimal), ("ParcelDelivered", "fee", .int): true
    case ("ParcelDelivered", "note", .text), ("ParcelDelivered", "note", nil): true
    case (_, "externalID", .text): true
    default: false
    }
  }

  // MARK: The answers

  /// What `ParcelFold` answers, with its `present` at `clock`.
  package init(status facts: [Fact], clock: Instant) {
    var parcels: [String: (stage: String, depot: String?, scans: Int, fee: String?, since: Instant)]
    parcels = [:]
    var fees: [String: Rational] = [:]
    var arrivals: [String: Int] = [:]
    var last: [String: String] = [:]
    var stopped: [String: Int] = [:]
    for fact in facts {
      if let index = stopped[fact.stream] {
        refused[index].parked += 1
        continue
      }
      switch fact.type {
      case "ParcelSent":
        if case .int(let grams)? = fact.fields["grams"], grams < 0 {
          stop(fact, &stopped)
          continue
        }
        parcels[fact.stream] = ("onTheWay", fact.depot, 0, nil, fact.occurred)
        last[fact.stream] = fact.depot
      case "ParcelScanned":
        guard let old = parcels[fact.stream] else {
          stop(fact, &stopped)
          continue
        }
        last[fact.stream] = fact.depot
        parcels[fact.stream] = (old.stage, fact.depot, old.scans + 1, old.fee, old.since)
      case "ParcelDelivered":
        guard let old = parcels[fact.stream], let fee = fact.fields["fee"] else { continue }
        parcels[fact.stream] = ("arrived", old.depot, old.scans, fee.description, fact.occurred)
        guard let depot = last.removeValue(forKey: fact.stream) else { continue }
        fees[depot, default: .zero] += Rational(fee.description) ?? .zero
        let day = BusinessZone.shanghai.text(fact.occurred).prefix(10)
        arrivals[String(day), default: 0] += 1
      default: break
      }
    }
    tables["parcels"] = parcels.mapValues { row in
      let days = (clock.microseconds - row.since.microseconds) / 86_400_000_000
      return "stage \(row.stage)" + (row.depot.map { ", depot \($0)" } ?? "")
        + ", scans \(row.scans)" + (row.fee.map { ", fee \($0)" } ?? "")
        + ", since \(row.since), days \(days)"
    }
    tables["fees"] = fees.mapValues { "value \($0.rounded(places: 2)?.description ?? "?")" }
    tables["arrivals"] = arrivals.mapValues { "value \($0)" }
  }

  private mutating func stop(_ fact: Fact, _ stopped: inout [String: Int]) {
    stopped[fact.stream] = refused.count
    refused.append(Refused(position: fact.position, parked: 0))
  }

  /// What `DepotWorkload` answers.
  package init(workload facts: [Fact]) {
    struct Work {
      var sent = 0
      var express = 0
      var grams = 0
      var scans = 0
      var first: Instant
    }
    var work: [String: Work] = [:]
    for fact in facts {
      guard let depot = fact.depot else { continue }
      let day = BusinessZone.shanghai.text(fact.occurred).prefix(10)
      var row = work["\(depot):\(day)"] ?? Work(first: fact.occurred)
      if fact.type == "ParcelSent" { row.sent += 1 } else { row.scans += 1 }
      if fact.fields["speed"] == .text("express") { row.express += 1 }
      if case .int(let grams)? = fact.fields["grams"] { row.grams += Int(grams) }
      work["\(depot):\(day)"] = row
    }
    tables["work"] = work.mapValues { row in
      "sent \(row.sent), express \(row.express), grams \(row.grams), scans \(row.scans), "
        + "first \(row.first)"
    }
  }
}
