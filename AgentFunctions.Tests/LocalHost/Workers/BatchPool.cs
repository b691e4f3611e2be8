using System.Collections.Concurrent;
using System.Threading.Channels;
using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Triggers;
using AgentFunctions.LocalHost.Workers;
using AgentFunctions.Tests.LocalHost.ServiceBus;
using AgentFunctions.Tests.LocalHost.Triggers;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.LocalHost.Workers;

/// <summary>The worker pool of one process with one batched function, each of whose calls lasts until the test ends it.</summary>
internal sealed class BatchPool : IAsyncDisposable
{
    // Real time only bounds how long a broken test hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<BatchCall> _calls = Channel.CreateUnbounded<BatchCall>();
    private readonly ConcurrentBag<BatchCall> _all = [];
    private readonly ServiceProvider _services;
    private readonly LoggerFactory _logs;
    private readonly WorkerPool _pool;
    private bool _isStopped;

    public BatchPool(EmbeddedServiceBus bus, TimeProvider time, HostJson host, string method = nameof(BatchFunctions.PackAsync))
    {
        Log = new WarningLog();
        _services = new ServiceCollection().AddSingleton<BatchBody>(RunAsync).BuildServiceProvider();
        QueueTrigger[] triggers = [BatchFunctions.Trigger(method, host)];
        _logs = new LoggerFactory([Log]);
        MessageRun run = new(bus, host, _services, _logs.CreateLogger<MessageRun>(), time);
        _pool = new WorkerPool(bus, triggers, new QueueShares(triggers, new Dictionary<string, int>()), new WorkerSlots(4), run, _logs.CreateLogger<WorkerPool>(), time);
    }

    public WarningLog Log { get; }

    public bool HasCall => _calls.Reader.TryPeek(out _);

    public Task StartAsync() => _pool.StartAsync(BusFixture.Cancelled);

    public async Task StopAsync()
    {
        _isStopped = true;
        await _pool.StopAsync(CancellationToken.None);
    }

    public async Task<BatchCall> NextCallAsync() => await _calls.Reader.ReadAsync(BusFixture.Cancelled).AsTask().WaitAsync(Patience, BusFixture.Cancelled);

    public async ValueTask DisposeAsync()
    {
        Task stop = _isStopped ? Task.CompletedTask : StopAsync();
        while (!stop.IsCompleted)
        {
            while (_calls.Reader.TryRead(out _))
            {
            }

            foreach (BatchCall call in _all)
            {
                call.Return();
            }

            await Task.WhenAny(stop, _calls.Reader.WaitToReadAsync().AsTask());
        }

        await stop;
        _pool.Dispose();
        _logs.Dispose();
        await _services.DisposeAsync();
    }

    private async Task RunAsync(ServiceBusReceivedMessage[] messages, ServiceBusMessageActions actions, CancellationToken cancellationToken)
    {
        BatchCall call = new(messages, actions, cancellationToken);
        _all.Add(call);
        _calls.Writer.TryWrite(call);
        await call.Ended;
    }
}
