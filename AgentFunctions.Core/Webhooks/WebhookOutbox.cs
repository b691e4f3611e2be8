using System.Threading.Channels;
using AgentFunctions.Tasks;

namespace AgentFunctions.Webhooks;

/// <summary>
/// Tries of callbacks that this instance has stored and that wait to be sent. The task store fills it with every change that calls for a
/// try, so that no way to a task's end can forget it. Thread-safe.
/// </summary>
public sealed class WebhookOutbox
{
    // Only when the queue is away for long. What is beyond stands on its task all the same, and maintenance finds it.
    private const int MostMessages = 20_000;

    private readonly Channel<WebhookMessage> _messages = Channel.CreateBounded<WebhookMessage>(MostMessages);

    internal ChannelReader<WebhookMessage> Messages => _messages.Reader;

    /// <param name="stored">A task whose callback is due.</param>
    internal void Add(AgentTask stored) => _messages.Writer.TryWrite(WebhookMessage.For(stored));
}
