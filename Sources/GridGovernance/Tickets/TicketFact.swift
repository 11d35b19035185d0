// SPDX-License-Identifier: Apache-2.0

/// One event of a ticket with what the rules read of its header.
public typealias TicketFact = Fact<TicketEvent>
