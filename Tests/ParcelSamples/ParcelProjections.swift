// SPDX-License-Identifier: Apache-2.0
package import EventSourcing

/// The plainest fold: one table, one line.
package struct SentByDepot: Projection {
  package typealias Vocabulary = Parcels
  package static let name = "sent-by-depot", version = 1
  package let count = Table<ObjectID, Int>()

  package init() {}

  package func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    if event.type == .parcelSent, let depot = event.reference(.depot) {
      count[depot, default: 0] += 1
    }
  }
}

/// A depot and a day: a composite key found by hashing.
package struct DepotDay: TableKey {
  package var depot: ObjectID
  package var day: CivilDate

  package init(depot: ObjectID, day: CivilDate) {
    self.depot = depot
    self.day = day
  }
}

/// What a depot did on a day.
package struct DepotWork: TableRow {
  package var sent = 0
  package var express = 0
  package var grams = 0
  package var scans = 0
  package var first: Instant?
}

/// Work by depot and day of happening, as known.
package struct DepotWorkload: Projection {
  package typealias Vocabulary = Parcels
  package static let name = "depot-workload", version = 1
  package static let order = FoldOrder.happened
  package static let types: Set<EventType>? = [.parcelSent, .parcelScanned]
  package let work = Table<DepotDay, DepotWork>()

  package init() {}

  package func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    guard let depot = event.reference(.depot) else { return }
    let occurred = event.occurred
    let isSent = event.type == .parcelSent
    let express = isSent && event.enumeration(2) == 2
    let grams = isSent ? event.int(1) ?? 0 : 0
    work.update(DepotDay(depot: depot, day: event.occurredOn), default: DepotWork()) { row in
      row.first = row.first ?? occurred
      row.grams += grams
      if isSent { row.sent += 1 } else { row.scans += 1 }
      if express { row.express += 1 }
    }
  }
}

/// Where a parcel is, how far it got, and what it cost.
package struct ParcelState: TableRow {
  package enum Stage: String, Codable, CaseIterable { case onTheWay, arrived }
  package var stage: Stage
  package var depot: ObjectID?
  package var scans: Int
  package var fee: ExactDecimal?
  package var since: Instant
  /// Whole days since `since`: only `present` knows.
  package var days: Int?
}

/// The two fold orders as types, so that one fold can be tested in both.
package protocol Ordering {
  static var order: FoldOrder { get }
}

package enum AsRecorded: Ordering {
  package static let order = FoldOrder.recorded
}

package enum AsHappened: Ordering {
  package static let order = FoldOrder.happened
}

package typealias ParcelStatus = ParcelFold<AsRecorded>
package typealias ParcelStatusAsHappened = ParcelFold<AsHappened>

/// Status of parcels and earnings of depots: reads rows of one table to write another.
package struct ParcelFold<Order: Ordering>: Projection, Presenting {
  package typealias Vocabulary = Parcels
  package static var name: String { Order.order == .recorded ? "parcel-status" : "parcel-past" }
  package static var version: Int { 3 }
  package static var order: FoldOrder { Order.order }
  package let parcels = Table<ObjectID, ParcelState>()
  package let fees = Table<ObjectID, ExactDecimal>()
  package let arrivals = Table<CivilDate, Int>()
  /// The depot that saw a parcel last earns its fee.
  package let lastDepot = Workspace<ObjectID, ObjectID>()

  package init() {}

  package func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    switch event.type {
    case .parcelSent:
      let sent = try event.decode(ParcelSent.self)
      guard sent.grams >= 0 else { throw Refusal("a parcel weighs something") }
      parcels[event.stream] = ParcelState(
        stage: .onTheWay, depot: event.reference(.depot), scans: 0, since: event.occurred)
      lastDepot[event.stream] = event.reference(.depot)
    case .parcelScanned:
      lastDepot[event.stream] = event.reference(.depot)
      guard parcels.contains(event.stream) else { throw Refusal("scanned before it was sent") }
      parcels[event.stream]?.scans += 1
      parcels[event.stream]?.depot = event.reference(.depot)
    case .parcelDelivered:
      let occurred = event.occurred
      guard let fee = event.decimal(1) else { return }
      let known: Void? = parcels.updateExisting(event.stream) { row in
        row.stage = .arrived
        row.fee = fee
        row.since = occurred
      }
      guard known != nil, let depot = lastDepot[event.stream] else { return }
      let sum = (fees[depot]?.rational ?? .zero) + fee.rational
      fees[depot] = sum.rounded(places: 2)
      arrivals[event.occurredOn, default: 0] += 1
      lastDepot.remove(event.stream)
    default: break
    }
  }

  package func present(_ row: ParcelState, of key: ObjectID, at clock: Instant) -> ParcelState {
    var row = row
    row.days = Int(clock.microseconds(since: row.since) / 86_400_000_000)
    return row
  }
}

/// Rows that depend on others only through workspaces, two steps deep.
package struct CarriedScans: Projection {
  package typealias Vocabulary = Parcels
  package static let name = "carried-scans", version = 1
  package let byDay = Table<CivilDate, Int>()
  package let scans = Workspace<ObjectID, Int>()
  package let trips = Workspace<ObjectID, Int>()
  package let carried = Workspace<ObjectID, Int>()

  package init() {}

  package func apply(_ event: borrowing RecordedEvent<Parcels>) throws(Refusal) {
    switch event.type {
    case .parcelScanned:
      if let depot = event.reference(.depot) { scans[depot, default: 0] += 1 }
    case .parcelSent:
      guard let depot = event.reference(.depot) else { return }
      let trip = (trips[event.stream] ?? 0) + 1
      trips[event.stream] = trip
      carried[event.stream] = (scans[depot] ?? 0) * trip
    case .parcelDelivered:
      guard let trip = trips[event.stream], let sum = carried.remove(event.stream) else { return }
      byDay[event.occurredOn, default: 0] += sum + trip + scans.count
    default: break
    }
  }
}
