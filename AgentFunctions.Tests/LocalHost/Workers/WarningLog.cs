using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.LocalHost.Workers;

/// <summary>Keeps the names of the events that were logged as warnings or worse.</summary>
internal sealed class WarningLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string?> _events = new();

    public string?[] Events => [.. _events];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _events.Enqueue(eventId.Name);

    public void Dispose()
    {
    }
}
