// SPDX-License-Identifier: Apache-2.0

/// The rarely read parts of the header: decoded when asked for.
extension RecordedEvent {
  /// The record's own name in the system it came from; in happened order, as amended.
  public var externalID: String? { extras.externalID }
  /// How the event came in; `nil` if it names no source.
  public var sourceMode: Source.Mode? { extras.mode }
  /// The event that caused this one.
  public var causation: EventID? { extras.causation }
  /// The first event of the chain that this one belongs to.
  public var correlation: EventID? { extras.correlation }

  /// Damaged bytes were refused when the log was read; here they read as absent.
  private var extras: Extras { (try? Extras(extraBytes)) ?? Extras() }
}
