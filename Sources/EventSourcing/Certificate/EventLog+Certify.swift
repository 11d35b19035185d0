// SPDX-License-Identifier: Apache-2.0

extension EventLog {
  /// Asks a question and signs the answer, so that it can be made again on any copy of the log.
  ///
  /// The root is made from the events themselves, and the newest stored checkpoint is proved to be
  /// the beginning of them: a log never signs two histories. Hypothetical answers are not signed.
  /// - Parameters:
  ///   - asOf, happenedBy, clock: As for a replay.
  ///   - key: The newest key of the log if not given.
  /// - Throws: ``CertificateError``.
  public func certify(
    _ projection: any Projection.Type, asOf: AsOf = .head, happenedBy: Moment? = nil,
    clock: Instant? = nil, signedBy key: SigningKey? = nil,
    options: ReplayOptions = ReplayOptions()
  ) throws(CertificateError) -> ViewCertificate {
    let signer = try proof { () throws(ProofError) in try self.signer(key) }
    let view = try answer(projection, asOf, happenedBy, clock, options)
    let (head, known) = try proof { () throws(ProofError) in
      var tree = try tree(upTo: nil, .recomputed)
      try requireBeginning(&tree)
      return (
        try self.head(of: &tree, at: view.moment.position.rawValue),
        try settled(view.moment, end: tree.source.count)
      )
    }
    return ViewCertificate(
      origin: identity.origin, head: head,
      question: ViewCertificate.Question(
        view: view.name, version: view.version, golden: projection.golden,
        known: known, happenedBy: view.moment.happenedBy, clock: view.moment.clock),
      answer: ViewCertificate.Answer(view), signedBy: signer)
  }

  /// Makes a certified answer again and says whether all is as it says.
  ///
  /// - Parameters:
  ///   - projections: The views that this program has, among them the certified one.
  ///   - keys: Who may have signed it; the log's own if not given, which proves nothing against
  ///     somebody who had the log's directory: keep the verifier key apart.
  /// - Returns: What differs; nothing if the certificate is reproduced.
  /// - Throws: ``CertificateError`` if the log cannot be read.
  public func check(
    _ certificate: ViewCertificate, among projections: [any Projection.Type],
    keys: [VerifierKey]? = nil, options: ReplayOptions = ReplayOptions()
  ) throws(CertificateError) -> CertificateCheck {
    var differences: [CertificateCheck.Difference] = []
    if !certificate.origin.isSame(as: identity.origin) {
      differences.append(.log(certified: certificate.origin, found: identity.origin))
    } else {
      try checkSignature(certificate, keys, &differences)
      if try checkTree(certificate, &differences) {
        try checkAnswer(certificate, projections, options, &differences)
      }
    }
    return CertificateCheck(certificate: certificate, differences: differences)
  }

  private func checkSignature(
    _ certificate: ViewCertificate, _ keys: [VerifierKey]?,
    _ differences: inout [CertificateCheck.Difference]
  ) throws(CertificateError) {
    let trusted: [VerifierKey]
    if let keys {
      trusted = keys
    } else {
      trusted = try proof { () throws(ProofError) in try verifierKeys() }
    }
    do throws(ProofError) {
      try certificate.verify(with: trusted)
    } catch {
      switch error {
      case .unsigned: differences.append(.unsigned)
      case .wrongSignature(let key): differences.append(.signature(key: key))
      default: throw .proof(error)
      }
    }
  }

  /// False if the log does not reach as far as the certificate.
  private func checkTree(
    _ certificate: ViewCertificate, _ differences: inout [CertificateCheck.Difference]
  ) throws(CertificateError) -> Bool {
    let size = certificate.head.size
    let end = try proof { () throws(ProofError) in
      try proving { () throws(EventLogError) in try self.head }
    }
    guard size <= end.rawValue else {
      differences.append(.end(certified: size, found: end))
      return false
    }
    let found = try proof { () throws(ProofError) in
      var tree = try tree(upTo: size, .recomputed)
      return try head(of: &tree, at: size)
    }
    if found != certificate.head {
      differences.append(.root(certified: certificate.head.root, found: found.root))
    }
    return true
  }

  private func checkAnswer(
    _ certificate: ViewCertificate, _ projections: [any Projection.Type],
    _ options: ReplayOptions, _ differences: inout [CertificateCheck.Difference]
  ) throws(CertificateError) {
    let question = certificate.question
    guard let projection = projections.first(where: { $0.name == question.view }) else {
      return differences.append(.view(certified: question.view))
    }
    guard projection.version == question.version else {
      return differences.append(
        .version(certified: question.version, found: projection.version))
    }
    if projection.golden != question.golden {
      differences.append(.golden(certified: question.golden, found: projection.golden))
    }
    let position = Position(certificate.head.size)
    let view = try answer(
      projection, .position(position), question.happenedBy.map { .instant($0) }, question.clock,
      options)
    // As of a position the moment is its recorded time; as of a time it is that time.
    let known = try self.position(recordedBy: question.known)
    if view.moment.known != question.known, known != position {
      differences.append(.moment(certified: question.known, found: view.moment.known))
    }
    certificate.answer.compare(with: ViewCertificate.Answer(view), &differences)
  }

  // MARK: Parts

  /// When what the answer knows was known: the moment asked for once something later is recorded,
  /// until then the last event's time, for the log may still grow before that moment.
  private func settled(_ moment: ViewMoment, end: UInt64) throws(ProofError) -> Instant {
    guard moment.position.rawValue == end else { return moment.known }
    return try proving { () throws(EventLogError) in
      try event(at: moment.position)?.recorded ?? .earliest
    }
  }

  private func signer(_ key: SigningKey?) throws(ProofError) -> SigningKey {
    let signer: SigningKey
    if let key { signer = key } else { signer = try signingKey() }
    guard signer.verifierKey.name.isSame(as: identity.origin) else {
      throw .otherLog(expected: identity.origin, found: signer.verifierKey.name)
    }
    return signer
  }

  private func answer(
    _ projection: any Projection.Type, _ asOf: AsOf, _ happenedBy: Moment?, _ clock: Instant?,
    _ options: ReplayOptions
  ) throws(CertificateError) -> AnyView {
    do {
      return try replay(
        [projection], asOf: asOf, happenedBy: happenedBy, clock: clock, options: options)[0]
    } catch {
      throw .replay(error)
    }
  }

  /// The last position that was recorded by then.
  private func position(recordedBy moment: Instant) throws(CertificateError) -> Position {
    do {
      return try LogFeed(self).position(recordedAtOrBefore: moment)
    } catch let error as EventLogError {
      throw .proof(.log(error))
    } catch let error as ReplayError {
      throw .replay(error)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// Runs what proves and says its errors as those of a certificate.
  private func proof<R>(_ body: () throws(ProofError) -> R) throws(CertificateError) -> R {
    do {
      return try body()
    } catch {
      throw .proof(error)
    }
  }
}

extension ViewCertificate.Answer {
  init(_ view: AnyView) {
    digest = view.digest
    shown = view.shownDigest
    rows = view.answers.reduce(0) { $0 + $1.store.count }
    refused = view.quarantine.count
  }

  func compare(with found: Self, _ differences: inout [CertificateCheck.Difference]) {
    if rows != found.rows { differences.append(.rows(certified: rows, found: found.rows)) }
    if refused != found.refused {
      differences.append(.refused(certified: refused, found: found.refused))
    }
    if digest != found.digest {
      differences.append(.digest(certified: digest, found: found.digest))
    } else if shown != found.shown {
      differences.append(.shown(certified: shown, found: found.shown))
    }
  }
}
