using AgentFunctions.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Webhooks;

/// <summary>Sends what stands in the outbox, at once and many together. What it cannot send is found by maintenance.</summary>
public sealed class WebhookDispatch(WebhookOutbox outbox, IWebhookQueue queue, ILogger<WebhookDispatch> log) : BackgroundService, IHostedLifecycleService
{
    private const int MostAtOnce = 100;

    /// <summary>Sends what there is now.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (Take() is { Count: > 0 } messages)
        {
            try
            {
                await queue.SendAsync(messages, cancellationToken).ConfigureAwait(false);
            }
            catch (QueueUnavailableException e)
            {
                WebhookLog.NotInLine(log, e, messages.Count);
            }
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The workers have stopped by now: sends what they stored last.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await outbox.Messages.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            await FlushAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private List<WebhookMessage> Take()
    {
        List<WebhookMessage> messages = [];
        while (messages.Count < MostAtOnce && outbox.Messages.TryRead(out WebhookMessage? message))
        {
            messages.Add(message);
        }

        return messages;
    }
}
