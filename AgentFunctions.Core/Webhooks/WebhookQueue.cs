namespace AgentFunctions.Webhooks;

/// <summary>Puts tries of callbacks in line, in a queue of their own: a receiver that hangs keeps no task waiting.</summary>
public interface IWebhookQueue
{
    /// <summary>Name of the queue. A constant, since a trigger's attribute needs it.</summary>
    const string Name = "agent-webhooks";

    /// <summary>Sends messages; returns when the queue has them.</summary>
    /// <exception cref="Queues.QueueUnavailableException">It may have some of them all the same.</exception>
    Task SendAsync(IReadOnlyList<WebhookMessage> messages, CancellationToken cancellationToken);

    /// <summary>When the first message that is due became available; null when there is none.</summary>
    /// <exception cref="Queues.QueueUnavailableException">The queue service does not answer.</exception>
    Task<DateTimeOffset?> FindFirstAsync(CancellationToken cancellationToken);

    /// <summary>What waits in the queue now.</summary>
    /// <exception cref="Queues.QueueUnavailableException">The queue service does not answer.</exception>
    Task<WebhookDepth> ReadDepthAsync(CancellationToken cancellationToken);
}

/// <summary>What waits in the callbacks' queue.</summary>
/// <param name="Active">Tries that are due now, those under way included.</param>
/// <param name="Scheduled">Tries for later.</param>
/// <param name="DeadLettered">Messages that nobody could read.</param>
public sealed record WebhookDepth(long Active, long Scheduled, long DeadLettered);
