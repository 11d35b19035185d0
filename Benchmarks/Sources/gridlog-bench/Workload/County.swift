// SPDX-License-Identifier: Apache-2.0
import EventSourcing

/// The things that the events speak of: 14 towns, 927 grids and as many workers, 50 categories.
struct County {
  let divisions: [ObjectName]
  let bodies: [ObjectName]
  let grids: [ObjectName]
  let workers: [ObjectName]
  let categories: [ObjectName]
  let rules: [ObjectName] = (0..<4).map { ObjectName("rule", "limits-202\($0)") }
  let listItems: [ObjectName] = (0..<120).map { ObjectName("listItem", "2021-\($0 + 100)") }
  let systems: [ObjectName] = ["system/12345", "system/grid-app", "system/hotline"]

  init() {
    divisions = (0..<14).map { ObjectName("division", "\(321_023_101 + $0)") }
    bodies = (0..<14 * 6).map { index in
      let office = ["zhzf", "sj", "pas", "zrzy", "scjg", "wsjs"][index % 6]
      return ObjectName("body", "\(321_023_101 + index / 6)-\(office)")
    }
    grids = (0..<927).map { index in
      let village = String(10_000 + index / 6).dropFirst()
      return ObjectName("grid", "\(321_023_101 + index % 14)-v-\(village)-\(1001 + index % 6)")
    }
    workers = (0..<927).map { ObjectName("person", "w-\(String(100_000 + $0).dropFirst())") }
    categories = (0..<50).map { index in
      let sort = String(101 + index / 8).dropFirst()
      return ObjectName("category", "E\(sort)-\(String(101 + index % 8).dropFirst())")
    }
  }
}
