using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Orchestrations;
using AgentFunctions.LocalHost.Orchestrations.Functions;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.Tests.Servers;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

/// <summary>Engines over one real file and one clock that only the test moves; each engine is like a process.</summary>
internal sealed class OrchestrationFixture(params Type[] functions) : IAsyncDisposable
{
    public static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly List<EngineProcess> _processes = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>What the activities did, over all processes.</summary>
    public ActivityLog Log { get; } = new();

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async Task<EngineProcess> StartAsync(OrchestrationOptions? options = null, bool inMemory = false, string hub = "Hub")
    {
        var database = inMemory ? SqliteDatabase.InMemory() : SqliteDatabase.Open(_folder.File("host.db"));
        var found = new OrchestrationFunctions(FunctionDescriptor.Of(functions));
        var process = await EngineProcess.StartAsync(
            database, hub, found, options ?? new OrchestrationOptions { LockDuration = LockDuration }, Log, Time);
        _processes.Add(process);
        return process;
    }

    /// <summary>Moves the clock from one timer to the next until the instance has ended.</summary>
    public Task<OrchestrationMetadata> RunToEndAsync(EngineProcess process, string instance) => RunToEndOrCrashAsync(process, instance, CancellationToken.None);

    /// <summary>As <see cref="RunToEndAsync"/>, but given up when the process is crashed.</summary>
    public async Task<OrchestrationMetadata> RunToEndOrCrashAsync(EngineProcess process, string instance, CancellationToken crash)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled, crash);
        patience.CancelAfter(Patience);
        while (true)
        {
            var rest = await process.Journal.WaitForAsync(
                token => RestAsync(process, instance, token), static (_, _) => null, patience.Token);
            if (rest.Due is not { } due)
            {
                return (await process.Client.GetInstanceAsync(instance, getInputsAndOutputs: true, Cancelled))!;
            }

            Time.SetUtcNow(new DateTimeOffset(due, TimeSpan.Zero));
        }
    }

    /// <summary>Waits until nothing can go on before the clock is moved or an event is raised.</summary>
    public static Task WaitForRestAsync(EngineProcess process) => process.Journal.WaitForAsync(
        token => process.Journal.ReadAsync(session => IsAtRest(session, process.Journal) ? "yes" : null, token),
        static (_, _) => null,
        Cancelled).WaitAsync(Patience, Cancelled);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static Task<Rest?> RestAsync(EngineProcess process, string instance, CancellationToken cancellationToken) => process.Journal.ReadAsync(
        session =>
        {
            var journal = process.Journal;
            if (InstanceTable.Find(session, journal.Hub, instance, withTexts: false) is { IsFinal: true })
            {
                return new Rest(null);
            }

            return IsAtRest(session, journal) && InboxTable.NextDue(session, journal.Now) is { } due ? new Rest(due) : null;
        },
        cancellationToken);

    private static bool IsAtRest(SqliteSession session, OrchestrationJournal journal) =>
        session.Find("SELECT 1 FROM orch_activities LIMIT 1") is null
        && session.Find("SELECT 1 FROM orch_instances WHERE locked_until > $1 LIMIT 1", journal.Now) is null
        && !InstanceTable.HasReady(session, journal.Hub, journal.Now);

    private sealed record Rest(long? Due);
}
