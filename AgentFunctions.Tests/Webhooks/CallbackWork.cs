using System.Text.Json;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Webhooks;
using AgentFunctions.Webhooks.Delivery;
using AgentFunctions.Webhooks.Secrets;
using AgentFunctions.Workers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Webhooks;

/// <summary>Everything that a callback goes through, with time and queue in the test's hand.</summary>
/// <param name="store">Makes the task store out of the outbox; null: in memory.</param>
internal sealed class CallbackWork(Func<WebhookOutbox, ITaskStore>? store = null) : IDisposable
{
    private readonly WebhookOutbox _outbox = new();
    private readonly HashSet<TaskId> _ids = [];
    private ITaskStore? _tasks;
    private WebhookSender? _sender;

    public FakeTimeProvider Time { get; } = new(SampleTasks.Now);

    public SentCallbacks Queue { get; } = new();

    public TestReceiver Receiver { get; } = new();

    public LoggedLines Log { get; } = new();

    public InMemoryWebhookSecretStore SecretStore { get; } = new();

    public ITaskStore Tasks => _tasks ??= store?.Invoke(_outbox) ?? new InMemoryTaskStore(null, _outbox);

    public WebhookSecrets Secrets => new(SecretStore, Time);

    private WebhookSender Sender => _sender ??= new WebhookSender(
        Options.Create(new WebhookOptions { AllowHttp = true, AllowPrivateTargets = true }), System.Net.Dns.GetHostAddressesAsync, Time);

    public void Dispose()
    {
        _sender?.Dispose();
        Receiver.Dispose();
    }

    /// <summary>A task that has succeeded and whose first message was sent.</summary>
    public async Task<AgentTask> EndedAsync()
    {
        AgentTask task = await StoredAsync();
        AgentTask ended = await UpdateAsync(TaskLifecycle.Succeed(Claimed(task), new Payload.Inline("{\"a\":1}"), ModelUse.None, Time.GetUtcNow()));
        await FlushAsync();
        return ended;
    }

    public async Task<AgentTask> StoredAsync()
    {
        AgentTask task = SampleTasks.Queued(Time) with { CallbackUrl = new Uri(Receiver.Address, "hook?token=t") };
        _ids.Add(task.Id);
        return (await Tasks.AddAsync([task], TestContext.Current.CancellationToken))[0];
    }

    public AgentTask Claimed(AgentTask task) => TaskLifecycle.Claim(task, "w", Time.GetUtcNow(), TimeSpan.FromMinutes(1));

    public async Task<AgentTask> UpdateAsync(AgentTask task) => Assert.IsType<UpdateOutcome.Stored>(await Tasks.UpdateAsync(task, TestContext.Current.CancellationToken)).Task;

    public async Task<AgentTask> FindAsync(TaskId id) => (await Tasks.FindAsync(id, TestContext.Current.CancellationToken))!;

    /// <summary>Sends what the store called for.</summary>
    public Task FlushAsync() => new WebhookDispatch(_outbox, Queue, NullLogger<WebhookDispatch>.Instance).FlushAsync(TestContext.Current.CancellationToken);

    /// <summary>What a process takes along that dies now.</summary>
    public void LoseOutbox()
    {
        while (_outbox.Messages.TryRead(out _))
        {
        }
    }

    public Task<bool> HandleAsync(WebhookMessage message) => HandleAsync(message.ToBody());

    public Task<bool> HandleAsync(BinaryData body)
    {
        CallbackMessages messages = new(new PlainBody(), new InMemoryPayloadStore());
        CallbackDelivery sut = new(Tasks, messages, Secrets, Sender, Log, Time, () => 0);
        return sut.HandleAsync(body, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the next message is due and carries it out.</summary>
    /// <returns>How long it waited; null when there is none.</returns>
    public async Task<TimeSpan?> RunNextAsync()
    {
        if (!Queue.Sent.TryDequeue(out WebhookMessage? message))
        {
            return null;
        }

        TimeSpan wait = message.DueAt - Time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            Time.Advance(wait);
        }

        Assert.True(await HandleAsync(message));
        await FlushAsync();
        return wait;
    }

    public async Task<int> MaintainAsync()
    {
        StrandedCallbacks sut = new(Tasks, Queue, Options.Create(new WorkerOptions()), NullLogger<StrandedCallbacks>.Instance, Time);
        TaskPage page = await Tasks.ListAsync(new TaskFilter { Statuses = [AgentTaskStatus.Queued], OrCallbackDue = true, Callback = CallbackStatus.Pending, PageSize = TaskFilter.MaxPageSize }, TestContext.Current.CancellationToken);

        // Tests share the table.
        int requeued = await sut.RequeueAsync([.. page.Tasks.Where(t => _ids.Contains(t.Id))], TestContext.Current.CancellationToken);
        await FlushAsync();
        return requeued;
    }

    private sealed class PlainBody : ICallbackBody
    {
        public ReadOnlyMemory<byte> Write(string type, AgentTask task, JsonElement? result, bool isResultLeftOut) =>
            System.Text.Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","data":"{{task.Id}}"}""");
    }
}
