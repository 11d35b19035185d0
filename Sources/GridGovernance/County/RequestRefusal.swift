// SPDX-License-Identifier: Apache-2.0

/// Why a request or a clock is refused, in the words of tickets, cases and applications alike.
struct RequestRefusal {
  let message: Words
  let next: Words

  static let nameTaken = RequestRefusal(
    message: Rejection.nameTaken,
    next: Words("give the request a name of its own", "请使用新的申请编号"))

  static let notOpen = RequestRefusal(
    message: Words("there is no such open request", "没有该项待裁定申请"),
    next: Words("name an open request of that kind", "请指明待裁定的申请"))

  static let clockStands = RequestRefusal(
    message: Words("the clock stands already", "已中止计时"),
    next: Words("resume it first", "请先恢复计时"))

  static let clockRuns = RequestRefusal(
    message: Words("the clock runs", "未中止计时"),
    next: Words("suspend it first", "请先中止计时"))

  /// - Parameter most: As many units as the procedure foresees.
  static func noMore(than most: Int) -> RequestRefusal {
    RequestRefusal(
      message: Words(
        "no more than \(most) units may be granted in all", "累计延长不得超过 \(most) 个单位"),
      next: Words("grant less, or decide", "缩短延期，或作出决定"))
  }
}
