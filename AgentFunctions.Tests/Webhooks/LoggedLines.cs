using System.Collections.Concurrent;
using AgentFunctions.Webhooks.Delivery;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Webhooks;

/// <summary>Keeps what deliveries log, with every value.</summary>
internal sealed class LoggedLines : ILogger<CallbackDelivery>
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{eventId.Name}: {formatter(state, exception)} {exception} {string.Join(' ', (state as IEnumerable<KeyValuePair<string, object?>>) ?? [])}");
}
