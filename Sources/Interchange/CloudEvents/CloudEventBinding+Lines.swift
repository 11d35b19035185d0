// SPDX-License-Identifier: Apache-2.0
public import EventSourcing

/// An event that a line states, and when it is said to have been recorded.
public struct StatedEvent: Hashable, Sendable {
  /// The line, from 1.
  public let line: Int
  public let event: NewEvent
  /// The attribute `recordedtime`; `nil` if it is absent.
  public let recorded: Instant?
}

/// Why a file of CloudEvents is not taken.
public enum StatedEventError: Error, Equatable, Sendable {
  case input(InputError)
  /// The line by itself is wrong.
  case line(Int, CloudEventError)
}

extension CloudEventBinding {
  /// Reads CloudEvents, one JSON object a line, without appending them; all or none.
  ///
  /// What an append reads over counts here: `recordedtime` says where in the past an event is
  /// assumed to stand.
  /// - Parameter lineLimit: Bytes of one line.
  public func statedEvents(
    in source: any ByteSource, lineLimit: Int = 1 << 20
  ) throws(StatedEventError) -> [StatedEvent] {
    var reader = LineReader(source, limit: lineLimit)
    var events: [StatedEvent] = []
    while let line = try next(&reader) {
      switch line {
      case .tooLong(let number):
        throw .line(number, CloudEventError(.tooLong(bytes: lineLimit + 1, limit: lineLimit)))
      case .text(let number, let bytes):
        do {
          events.append(try stated(bytes, line: number, limit: lineLimit))
        } catch {
          throw .line(number, error)
        }
      }
    }
    return events
  }

  private func next(
    _ reader: inout LineReader
  ) throws(StatedEventError) -> LineReader.Line? {
    do {
      return try reader.nextLine()
    } catch {
      throw .input(error)
    }
  }

  private func stated(
    _ bytes: [UInt8], line: Int, limit: Int
  ) throws(CloudEventError) -> StatedEvent {
    let json: JSONValue
    do {
      json = try JSONParser.parse(bytes, limits: JSONLimits(bytes: limit))
    } catch {
      throw CloudEventError(.json(error), at: error.pointer)
    }
    let envelope = try CloudEvent(json)
    let event = try event(envelope)
    guard let recorded = envelope.extensions.first(where: { $0.key == "recordedtime" }) else {
      return StatedEvent(line: line, event: event, recorded: nil)
    }
    guard case .string(let text) = recorded.value, let time = RFC3339.instant(text) else {
      throw CloudEventError(
        .malformed(expected: "a time like 2021-03-05T09:12:00+08:00"), at: "/recordedtime")
    }
    return StatedEvent(line: line, event: event, recorded: time)
  }
}
