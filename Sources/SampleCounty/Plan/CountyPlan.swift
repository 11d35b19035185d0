// SPDX-License-Identifier: Apache-2.0
internal import EventSourcing
internal import GridGovernance

/// A body as the rules of tickets see it.
struct Unit: Hashable, Sendable {
  let body: ObjectName
  let kind: BodyKind
  let level: Level
}

/// Who and where: the sample county at a glance, before any event.
struct CountyPlan: Sendable {
  struct Town: Sendable {
    let index: Int
    let code: String
    let name: String
    let division: ObjectName
    let isZone: Bool
    let villages: Range<Int>
    var grids: Range<Int> = 0..<0
    let centre: Unit
    /// Offices and stationed bodies by their key.
    var units: [String: Unit] = [:]
    /// The people of the centre: 值班长 and dispatcher.
    let dutyLeader: ObjectName
    let dispatcher: ObjectName
  }

  struct Village: Sendable {
    let town: Int
    let name: String
    let division: ObjectName
    let isCommunity: Bool
    let station: Unit
    var grids: Range<Int> = 0..<0
  }

  struct Grid: Sendable {
    let name: ObjectName
    let kind: GridKind
    let village: Int
    let worker: ObjectName
  }

  /// A body with all that its registration says.
  struct Body: Sendable {
    let unit: Unit
    let name: String
    let division: ObjectName
    var superior: ObjectName?
  }

  /// A stationed body: whose it is, and the towns that it serves by index.
  struct Stationing: Sendable {
    let unit: Unit
    let department: ObjectName
    let towns: [Int]
  }

  static let countyCode = "321023"
  static let countyName = "宝应县"

  let names: SampleNames
  let county: ObjectName
  let centre: Unit
  let dutyLeader: ObjectName
  let dispatcher: ObjectName
  var towns: [Town] = []
  var villages: [Village] = []
  var grids: [Grid] = []
  var departments: [String: Unit] = [:]
  /// Every body, in the order of registration: superiors first.
  var bodies: [Body] = []
  var stationings: [Stationing] = []

  init(names: SampleNames) {
    self.names = names
    county = ObjectName(.division, CountyPlan.countyCode)
    centre = CountyPlan.unit(CountyPlan.countyCode, OfficeTable.centre.key, .centre, .county)
    dutyLeader = names.person("d", TownTable.rows.count)
    dispatcher = names.person("p", TownTable.rows.count)
    placeTowns()
    placeGrids()
    placeCountyBodies()
    for index in towns.indices { placeTownBodies(index) }
    placeMarketBureaus()
    for village in villages {
      bodies.append(
        Body(
          unit: village.station, name: "\(village.name)\(OfficeTable.station.name)",
          division: village.division, superior: towns[village.town].centre.body))
    }
  }

  static func unit(_ code: String, _ key: String, _ kind: BodyKind, _ level: Level) -> Unit {
    Unit(body: ObjectName(.body, "\(code)-\(key)"), kind: kind, level: level)
  }
}

extension CountyPlan {
  private mutating func placeTowns() {
    for (index, row) in TownTable.rows.enumerated() {
      let first = villages.count
      for name in row.villageNames {
        let key = CountyPlan.villageKey(villages.count + 1)
        villages.append(
          Village(
            town: index, name: name, division: ObjectName(.division, key),
            isCommunity: name.hasSuffix("社区"),
            station: CountyPlan.unit(
              "\(row.code)-\(key)", OfficeTable.station.key, .station, .village)))
      }
      towns.append(
        Town(
          index: index, code: row.code, name: row.name,
          division: ObjectName(.division, row.code), isZone: row.code.hasSuffix("400"),
          villages: first..<villages.count,
          centre: CountyPlan.unit(row.code, OfficeTable.centre.key, .centre, .town),
          dutyLeader: names.person("d", index), dispatcher: names.person("p", index)))
    }
  }

  /// `v-0001` and so on, in the order of the list.
  static func villageKey(_ number: Int) -> String { "v-\(padded(number, 4))" }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  // MARK: Grids

  private mutating func placeGrids() {
    var communities = 0
    for index in villages.indices {
      let first = grids.count
      var comprehensive = 3
      if villages[index].isCommunity {
        // 3 × 282 = 846; 28 of the 57 communities have a fourth: 874.
        if (communities + 1) * 28 / 57 > communities * 28 / 57 { comprehensive += 1 }
        communities += 1
      }
      for number in 0..<comprehensive { addGrid(index, .comprehensive, number) }
      for number in 0..<dedicatedGrids(index) { addGrid(index, .dedicated, number) }
      villages[index].grids = first..<grids.count
    }
    for index in towns.indices {
      let range = towns[index].villages
      let last = villages[range.upperBound - 1].grids.upperBound
      towns[index].grids = villages[range.lowerBound].grids.lowerBound..<last
    }
  }

  /// 53 in all: 17 for the zone's works, one for each community of the county seat (23), one for
  /// the first community of every other town (13).
  private func dedicatedGrids(_ index: Int) -> Int {
    let village = villages[index]
    let town = towns[village.town]
    if town.isZone { return index == town.villages.lowerBound ? 9 : 8 }
    guard village.isCommunity else { return 0 }
    if town.index == 0 { return 1 }
    return town.villages.first { villages[$0].isCommunity } == index ? 1 : 0
  }

  /// `321023101-v-0043-1001`: town, village, 1 comprehensive or 2 dedicated, three digits.
  private mutating func addGrid(_ village: Int, _ kind: GridKind, _ number: Int) {
    let key = "\(towns[villages[village].town].code)-\(CountyPlan.villageKey(village + 1))"
    let digit = kind == .comprehensive ? "1" : "2"
    grids.append(
      Grid(
        name: ObjectName(.grid, "\(key)-\(digit)\(CountyPlan.padded(number + 1, 3))"), kind: kind,
        village: village, worker: names.person("w", grids.count)))
  }

  // MARK: Bodies

  private mutating func placeCountyBodies() {
    bodies.append(
      Body(
        unit: centre, name: CountyPlan.countyName + OfficeTable.centre.name, division: county))
    for row in OfficeTable.departments {
      let unit = CountyPlan.unit(CountyPlan.countyCode, row.key, .department, .county)
      departments[row.key] = unit
      bodies.append(Body(unit: unit, name: CountyPlan.countyName + row.name, division: county))
    }
  }

  private mutating func placeTownBodies(_ index: Int) {
    let town = towns[index]
    bodies.append(
      Body(
        unit: town.centre, name: town.name + OfficeTable.centre.name, division: town.division,
        superior: centre.body))
    for row in town.isZone ? OfficeTable.zoneOffices : OfficeTable.townOffices {
      let unit = CountyPlan.unit(town.code, row.key, .townOffice, .town)
      towns[index].units[row.key] = unit
      bodies.append(Body(unit: unit, name: town.name + row.name, division: town.division))
    }
    if !town.isZone { placeHall(town) }
    bodies.append(
      Body(
        unit: CountyPlan.unit(town.code, OfficeTable.socialTeam.key, .socialTeam, .town),
        name: town.name + OfficeTable.socialTeam.name, division: town.division,
        superior: town.centre.body))
    for row in OfficeTable.stationedInTowns {
      let unit = CountyPlan.unit(town.code, row.key, .stationedBody, .town)
      station(unit, of: row.key, in: [index], name: town.name + row.name, at: town.division)
    }
  }

  /// The hall, its window, and the services that departments send there.
  private mutating func placeHall(_ town: Town) {
    let hall = CountyPlan.unit(town.code, OfficeTable.hall.key, .hall, .town)
    let window = CountyPlan.unit(town.code, OfficeTable.window.key, .window, .town)
    let office = towns[town.index].units["xzsp"]?.body
    for (unit, row, superior) in [
      (hall, OfficeTable.hall, office), (window, OfficeTable.window, hall.body),
    ] {
      bodies.append(
        Body(
          unit: unit, name: town.name + row.name, division: town.division, superior: superior))
    }
    for service in OfficeTable.hallServices {
      let unit = CountyPlan.unit(town.code, service.row.key, .stationedBody, .town)
      bodies.append(
        Body(
          unit: unit, name: town.name + service.row.name, division: town.division,
          superior: departments[service.departments[0]]?.body))
    }
  }

  private mutating func placeMarketBureaus() {
    for (number, served) in OfficeTable.marketBureaus.enumerated() {
      let key = "scjg-\(CountyPlan.padded(number + 1, 2))"
      let unit = CountyPlan.unit(CountyPlan.countyCode, key, .stationedBody, .town)
      let name = "市场监督管理局\(towns[served[0]].name)分局"
      station(unit, of: "scjg", in: served, name: name, at: towns[served[0]].division)
    }
  }

  private mutating func station(
    _ unit: Unit, of key: String, in served: [Int], name: String, at division: ObjectName
  ) {
    guard let department = departments[key] else {
      preconditionFailure("\(key) is a department of the table")
    }
    for index in served { towns[index].units[key] = unit }
    bodies.append(Body(unit: unit, name: name, division: division, superior: department.body))
    stationings.append(Stationing(unit: unit, department: department.body, towns: served))
  }
}

extension CountyPlan {
  /// Who handles matters of that class in the town.
  func unit(for row: CategoryTable.Class, in town: Town) -> Unit {
    guard let unit = town.units[row.office] ?? town.units[OfficeTable.zoneSubstitute] else {
      preconditionFailure("\(town.name) has no body for \(row.name)")
    }
    return unit
  }

  /// Who handles matters of that class for the county.
  func department(for row: CategoryTable.Class) -> Unit {
    guard let unit = departments[row.department] else {
      preconditionFailure("\(row.department) is a department of the table")
    }
    return unit
  }
}
