// SPDX-License-Identifier: Apache-2.0

/// What every ticket of the sample reads and none changes.
final class World: Sendable {
  let plan: CountyPlan
  let staffing: Staffing
  let clock = WorkClock()

  init(seed: UInt64) {
    plan = CountyPlan(names: SampleNames(seed: seed))
    staffing = Staffing(plan)
  }

  var names: SampleNames { plan.names }
  var seed: UInt64 { plan.names.seed }
}
