// SPDX-License-Identifier: Apache-2.0

/// The right to handle a subscription: one process and one task at a time has it, until it lets
/// go or ends in whatever way.
final class SubscriptionHold: Sendable {
  private let hold: FileHold

  /// Takes the right, or says who has it.
  init(_ name: SubscriptionName, in log: EventLog) throws(SubscriptionError) {
    do throws(FileHold.Failure) {
      hold = try FileHold(SubscriptionHold.path(name, log))
    } catch {
      switch error {
      case .held(let holder): throw .held(name, holder: holder)
      case .log(let error): throw .log(error)
      }
    }
  }

  /// Who handles the subscription now; `nil` if nobody does.
  static func holder(_ name: SubscriptionName, in log: EventLog) -> String? {
    WriterLock(path: path(name, log)).currentHolder
  }

  private static func path(_ name: SubscriptionName, _ log: EventLog) -> String {
    "\(Catalogue.path(in: log.path))/\(name).lock"
  }
}
