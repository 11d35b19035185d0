// SPDX-License-Identifier: Apache-2.0
import EventSourcing
import Glibc

extension Instant {
  /// The machine's clock: read by commands only, and told with the answer.
  static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}
