using System.Diagnostics;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Queues;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Workers;
using FsCheck.Xunit;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>A worker takes any bytes for a message: it throws at none, and a bad one changes nothing and costs nothing.</summary>
public sealed class MessageFuzzTests : IAsyncDisposable
{
    private static readonly ActivityContext Trace = ActivityContext.Parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1");

    private readonly SentMessages _queue = new();
    private readonly ServiceProvider _services;
    private readonly CountedModels _models;
    private readonly FuzzCases _cases;

    public MessageFuzzTests(FuzzCases cases)
    {
        _cases = cases;
        IConfiguration settings = new ConfigurationBuilder().Build();
        _services = new ServiceCollection().AddLogging().AddSingleton(settings).AddAgentFunctions(settings).AddInMemoryTaskStorage()
            .AddSingleton<ITaskQueue>(_queue).AddSingleton<ChatClients>().AddSingleton<CountedModels>()
            .AddSingleton<IChatClients>(s => s.GetRequiredService<CountedModels>())
            .BuildServiceProvider();
        _models = _services.GetRequiredService<CountedModels>();
    }

    private ITaskStore Tasks => _services.GetRequiredService<ITaskStore>();

    [Property(MaxTest = 4000, Arbitrary = [typeof(DamagedMessage)])]
    public async Task A_bad_message_changes_nothing_and_calls_no_model(DamagedMessage message)
    {
        _cases.Add();
        (byte[] good, TaskId id) = await PrepareAsync(message.Task);
        AgentTask? before = await Tasks.FindAsync(id, TestContext.Current.CancellationToken);
        (int calls, int sent) = (_models.Calls, _queue.Sent.Count);

        WorkOutcome outcome = await _services.GetRequiredService<TaskWorker>().HandleAsync(BinaryData.FromBytes(message.Of(good)), TestContext.Current.CancellationToken);

        AgentTask? after = await Tasks.FindAsync(id, TestContext.Current.CancellationToken);
        if (outcome is WorkOutcome.Poison)
        {
            Assert.Equal((before?.ETag, calls, sent), (after?.ETag, _models.Calls, _queue.Sent.Count));
        }
        else
        {
            Assert.IsType<WorkOutcome.Done>(outcome);
            AssertHandled(message.Task, before, after, _models.Calls - calls);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    // A task that is over or in other hands is left alone whatever the message says of it; an open one is not left half done.
    private static void AssertHandled(MessageTask state, AgentTask? before, AgentTask? after, int calls)
    {
        if (state != MessageTask.Queued)
        {
            Assert.Equal((before?.ETag, 0), (after?.ETag, calls));
            return;
        }

        Assert.NotEqual(AgentTaskStatus.Running, after!.Status);
        Assert.Null(after.Lease);
        Assert.True(after.Attempts.Count <= 1 && after.Attempts.All(a => a.FinishedAt is not null));
        Assert.True(after.Attempts.Count == 1 || calls == 0);
    }

    /// <summary>The body that was sent for a task while it was queued; the task is then in the state asked for.</summary>
    private async Task<(byte[] Body, TaskId Id)> PrepareAsync(MessageTask state)
    {
        AgentTask task = SampleTasks.Queued() with { DueAt = DateTimeOffset.UtcNow.AddSeconds(-1) };
        if (state == MessageTask.NeverStored)
        {
            return (BodyFor(task), task.Id);
        }

        await Tasks.AddAsync([task], TestContext.Current.CancellationToken);
        AgentTask stored = (await Tasks.FindAsync(task.Id, TestContext.Current.CancellationToken))!;
        AgentTask next = state switch
        {
            MessageTask.HeldByAnother => TaskLifecycle.Claim(stored, "other", DateTimeOffset.UtcNow, TimeSpan.FromHours(1)),
            MessageTask.Cancelled => TaskLifecycle.Cancel(stored, DateTimeOffset.UtcNow),
            _ => stored,
        };
        if (next != stored)
        {
            await Tasks.UpdateAsync(next, TestContext.Current.CancellationToken);
        }

        return (BodyFor(stored), task.Id);
    }

    private static byte[] BodyFor(AgentTask task) => (TaskMessage.For(task) with { Trace = Trace }).ToBody().ToArray();

    private sealed class CountedModels(ChatClients models) : IChatClients
    {
        public int Calls { get; private set; }

        public IChatClient For(ModelDefinition model)
        {
            Calls++;
            return models.For(model);
        }
    }
}
