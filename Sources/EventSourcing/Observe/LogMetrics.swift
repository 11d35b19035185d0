// SPDX-License-Identifier: Apache-2.0
internal import CoreMetrics

/// What a log counts, under the names of docs/OBSERVABILITY.md.
///
/// Handles are made once, when a log is opened. Without a backend nothing is measured and nothing
/// called: `isEnabled` is asked once a commit or batch, never for an event.
final class LogMetrics: Sendable {
  /// Whether the program has a metrics backend.
  let isEnabled: Bool

  let commits: Counter
  let appendedEvents: Counter
  let appendedBytes: Counter
  let commitDuration: Timer
  let commitRequests: Recorder
  let commitEvents: Recorder
  let head: Gauge
  let storeBytes: Gauge
  let readerSlots: Gauge
  let clearedReaders: Counter
  let mapGrowths: Counter
  private let refusals: [Counter]

  let tailedEvents: Counter
  let tailLag: Recorder

  private let factory: any MetricsFactory

  /// - Parameter factory: Of the task in which the log is opened, else of the program.
  init(_ factory: any MetricsFactory = MetricsSystem.factory) {
    self.factory = factory
    isEnabled = !(factory is NOOPMetricsHandler)
    commits = Counter(label: "gridlog.commits", factory: factory)
    appendedEvents = Counter(label: "gridlog.append.events", factory: factory)
    appendedBytes = Counter(label: "gridlog.append.bytes", factory: factory)
    commitDuration = Timer(label: "gridlog.commit.duration", factory: factory)
    commitRequests = Recorder(label: "gridlog.commit.requests", factory: factory)
    commitEvents = Recorder(label: "gridlog.commit.events", factory: factory)
    head = Gauge(label: "gridlog.log.head", factory: factory)
    storeBytes = Gauge(label: "gridlog.log.bytes", factory: factory)
    readerSlots = Gauge(label: "gridlog.readers.slots", factory: factory)
    clearedReaders = Counter(label: "gridlog.readers.cleared", factory: factory)
    mapGrowths = Counter(label: "gridlog.map.growths", factory: factory)
    refusals = AppendRefusal.allCases.map { reason in
      Counter(
        label: "gridlog.append.refusals", dimensions: [("reason", reason.rawValue)],
        factory: factory)
    }
    tailedEvents = Counter(label: "gridlog.tail.events", factory: factory)
    tailLag = Recorder(label: "gridlog.tail.lag", factory: factory)
  }

  func refused(_ reason: AppendRefusal) { refusals[reason.index].increment() }

  /// A batch was read by a tail that is now `behind` the head.
  func tailed(_ events: Int, behind: UInt64) {
    guard isEnabled else { return }
    tailedEvents.increment(by: events)
    tailLag.record(Int64(clamping: behind))
  }

  /// What one subscription counts; made when it begins.
  func subscription(_ name: SubscriptionName) -> SubscriptionMetrics {
    SubscriptionMetrics(name, isEnabled: isEnabled, factory)
  }
}

/// What one subscription counts.
struct SubscriptionMetrics: Sendable {
  private let isEnabled: Bool
  private let events: Counter
  private let failures: Counter
  private let lag: Gauge
  private let duration: Timer

  fileprivate init(
    _ name: SubscriptionName, isEnabled: Bool, _ factory: any MetricsFactory
  ) {
    self.isEnabled = isEnabled
    let dimensions = [("subscription", name.text)]
    events = Counter(
      label: "gridlog.subscription.events", dimensions: dimensions, factory: factory)
    failures = Counter(
      label: "gridlog.subscription.failures", dimensions: dimensions, factory: factory)
    lag = Gauge(label: "gridlog.subscription.lag", dimensions: dimensions, factory: factory)
    duration = Timer(
      label: "gridlog.subscription.duration", dimensions: dimensions, factory: factory)
  }

  /// When a handler is called; 0 if nobody wants to know how long it takes.
  func start() -> Int64 { isEnabled ? SystemClock.ticks() : 0 }

  func handled(since start: Int64) {
    guard isEnabled else { return }
    duration.recordNanoseconds(SystemClock.ticks() - start)
    events.increment()
  }

  func lags(by events: UInt64) {
    if isEnabled { lag.record(Int64(clamping: events)) }
  }

  func failed() { failures.increment() }
}

/// Why an append was refused, in one word: a metric's dimension and a log line's metadata.
enum AppendRefusal: String, CaseIterable {
  case version, condition, id, invalid, future, erased, empty, busy, full, readOnly, older, failed
  case unknown

  var index: Int { AppendRefusal.allCases.firstIndex(of: self) ?? 0 }

  init(_ error: AppendError) {
    self =
      switch error {
      case .wrongVersion: .version
      case .conditionFailed: .condition
      case .idTaken: .id
      case .invalid, .invalidHeader: .invalid
      case .occurredInFuture: .future
      case .subjectErased: .erased
      case .empty: .empty
      case .log(let error): AppendRefusal(error.kind)
      case .outcomeUnknown: .unknown
      }
  }

  private init(_ kind: EventLogError.Kind) {
    self =
      switch kind {
      case .busy: .busy
      case .diskFull: .full
      case .readOnly: .readOnly
      case .olderThanAcknowledged: .older
      default: .failed
      }
  }
}
