using System.Collections.Concurrent;
using AgentFunctions.Queues;
using AgentFunctions.Webhooks;

namespace AgentFunctions.Tests.Webhooks;

/// <summary>A queue of callbacks that keeps what is sent.</summary>
internal sealed class SentCallbacks : IWebhookQueue
{
    public ConcurrentQueue<WebhookMessage> Sent { get; } = new();

    /// <summary>When the first message became available.</summary>
    public DateTimeOffset? First { get; set; }

    /// <summary>True while nobody answers.</summary>
    public bool IsAway { get; set; }

    public Task SendAsync(IReadOnlyList<WebhookMessage> messages, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new QueueUnavailableException("Nobody answers.", new IOException());
        }

        foreach (WebhookMessage message in messages)
        {
            Sent.Enqueue(message);
        }

        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> FindFirstAsync(CancellationToken cancellationToken) => Task.FromResult(First);

    public Task<WebhookDepth> ReadDepthAsync(CancellationToken cancellationToken) => IsAway
        ? throw new QueueUnavailableException("Nobody answers.", new IOException())
        : Task.FromResult(new WebhookDepth(Sent.Count, 0, 0));
}
