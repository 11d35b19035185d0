// SPDX-License-Identifier: Apache-2.0

/// One event of a case with what the rules read of its header.
public typealias CaseFact = Fact<CaseEvent>
