// SPDX-License-Identifier: Apache-2.0

/// What can be asked of the register of grids 网格.
///
/// A command carries the fact as it shall be recorded; the rules say whether it may be.
public enum GridCommand: Hashable, Sendable {
  /// 网格划定; the code keeps to the scheme in force and is never given again.
  case draw(GridDrawn)
  /// 网格调整, with the grids that it draws anew: all in one append.
  case redraw(GridRedrawn, drawing: [GridDrawn] = [])
  /// 网格撤销; refused while forces are on it.
  case retire(GridRetired)
  /// 网格力量配置.
  case staff(GridStaffed)
  /// 网格力量撤出.
  case release(GridReleased)
  /// 网格走访巡查.
  case patrol(GridPatrolled)

  /// The fact that it asks to record; of a redrawing, without what it draws.
  public var event: GridEvent {
    switch self {
    case .draw(let event): .drawn(event)
    case .redraw(let event, _): .redrawn(event)
    case .retire(let event): .retired(event)
    case .staff(let event): .staffed(event)
    case .release(let event): .released(event)
    case .patrol(let event): .patrolled(event)
    }
  }
}
