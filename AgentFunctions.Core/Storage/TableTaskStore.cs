using System.Globalization;
using AgentFunctions.Costs.Posting;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>Tasks in Azure Table Storage, table <c>tasks</c>; partition and row are computed from the task id.</summary>
/// <remarks>
/// Concurrent writes leave as entity-group transactions. Each write carries a mark of its own: when an answer got lost and
/// the client library's second try meets a conflict, the mark tells whether the first one had been stored. The charges of the
/// writes of a transaction are stored by it as a ledger page, a row of the same partition behind its tasks.
/// </remarks>
public sealed class TableTaskStore : ITaskStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "tasks";

    private readonly TableClient _table;
    private readonly WriteCombiner _writes;
    private readonly WebhookOutbox? _callbacks;

    /// <param name="outbox">Gets the ledger pages that were stored; null: they are left for an instance that looks for such.</param>
    /// <param name="callbacks">Gets the tasks whose callback is due; null: they are left for maintenance.</param>
    public TableTaskStore(TableServiceClient service, LedgerOutbox? outbox = null, WebhookOutbox? callbacks = null)
    {
        _callbacks = callbacks;
        _table = service.GetTableClient(TableName);
        _writes = new WriteCombiner(_table, outbox ?? new LedgerOutbox());
    }

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<IReadOnlyList<AgentTask>> AddAsync(IReadOnlyList<AgentTask> tasks, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await Task.WhenAll(tasks.Select(AddAsync)).ConfigureAwait(false);
    }

    public async Task<AgentTask?> FindAsync(TaskId id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await _table
            .GetEntityIfExistsAsync<TableEntity>(id.PartitionKey, id.ToString(), cancellationToken: cancellationToken).ConfigureAwait(false);
        return found.HasValue ? TaskEntity.Read(found.Value!) : null;
    }

    public Task<UpdateOutcome> UpdateAsync(AgentTask task, CancellationToken cancellationToken) =>
        WriteAsync(task, TaskEntity.ChangeOf(task), TableTransactionActionType.UpdateMerge, cancellationToken);

    public Task<UpdateOutcome> RewriteAsync(AgentTask task, CancellationToken cancellationToken) =>
        WriteAsync(task, TaskEntity.Of(task), TableTransactionActionType.UpdateReplace, cancellationToken);

    public async Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken)
    {
        List<AgentTask> tasks = [];
        AsyncPageable<TableEntity> newestFirst = _table.QueryAsync<TableEntity>(Condition(filter), filter.PageSize, cancellationToken: cancellationToken);
        await foreach (AgentTask task in newestFirst.Select(TaskEntity.Read).Where(filter.Matches).ConfigureAwait(false))
        {
            if (tasks.Count == filter.PageSize)
            {
                return new TaskPage(tasks, tasks[^1].Id.ToString());
            }

            tasks.Add(task);
        }

        return new TaskPage(tasks, null);
    }

    internal static string Condition(TaskFilter filter)
    {
        List<string> conditions = [TableClient.CreateQueryFilter($"RowKey lt {LedgerPageEntity.RowPrefix}")];
        if (filter.To is { } to)
        {
            conditions.Add(TableClient.CreateQueryFilter($"PartitionKey ge {TaskId.PartitionPrefix(to)}"));
        }

        if (filter.From is { } from)
        {
            conditions.Add(TableClient.CreateQueryFilter($"PartitionKey le {TaskId.PartitionPrefix(from) + "~"}"));
        }

        if (filter.After is { } after)
        {
            TaskId last = TaskId.TryParse(after, out TaskId id) ? id : throw new InvalidContinuationException();
            conditions.Add(TableClient.CreateQueryFilter($"PartitionKey ge {last.PartitionKey} and (PartitionKey gt {last.PartitionKey} or RowKey gt {after})"));
        }

        if (filter.Tenant is { } tenant)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Tenant eq {tenant.Value}"));
        }

        if (filter.Agent is { } agent)
        {
            conditions.Add(TableClient.CreateQueryFilter($"Agent eq {agent}"));
        }

        if (filter.ErrorCode is { } code)
        {
            conditions.Add(TableClient.CreateQueryFilter($"ErrorCode eq {code}"));
        }

        if (filter.FinishedFrom is { } finishedFrom)
        {
            conditions.Add(TableClient.CreateQueryFilter($"FinishedAt ge {finishedFrom}"));
        }

        if (filter.FinishedTo is { } finishedTo)
        {
            conditions.Add(TableClient.CreateQueryFilter($"FinishedAt lt {finishedTo}"));
        }

        if (filter.Statuses.Count > 0)
        {
            IEnumerable<string> any = filter.Statuses.Select(s => string.Create(CultureInfo.InvariantCulture, $"Status eq '{s}'"));
            conditions.Add($"({string.Join(" or ", filter.OrCallbackDue ? any.Append(CallbackIs(CallbackStatus.Pending)) : any)})");
        }

        if (filter.Callback is { } callback)
        {
            conditions.Add(CallbackIs(callback));
        }

        return string.Join(" and ", conditions);
    }

    private static string CallbackIs(CallbackStatus status) => string.Create(CultureInfo.InvariantCulture, $"{TaskEntity.CallbackStatus} eq '{status}'");

    private async Task<AgentTask> AddAsync(AgentTask task)
    {
        try
        {
            TableEntity entity = TaskEntity.Of(task);
            string etag = await _writes.WriteAsync(new TableTransactionAction(TableTransactionActionType.Add, entity), TaskEntity.SizeOf(task), task.Charges).ConfigureAwait(false);
            return AsStored(task, etag);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return await FindAsync(task.Id, CancellationToken.None).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"Task {task.Id} is said to be there already, and is not.", e);
        }
    }

    private async Task<UpdateOutcome> WriteAsync(AgentTask task, TableEntity entity, TableTransactionActionType how, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            string etag = await _writes.WriteAsync(new TableTransactionAction(how, entity, new ETag(task.ETag!)), TaskEntity.SizeOf(task), task.Charges).ConfigureAwait(false);
            return new UpdateOutcome.Stored(AsStored(task, etag));
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return await StoredBeforeAsync(task, entity).ConfigureAwait(false);
        }
    }

    private AgentTask AsStored(AgentTask written, string etag)
    {
        AgentTask stored = written with { ETag = etag, Charges = [], CallsBack = false };
        if (written.CallsBack)
        {
            _callbacks?.Add(stored);
        }

        return stored;
    }

    /// <summary>Tells a conflict with somebody else from one with this write's own first try.</summary>
    private async Task<UpdateOutcome> StoredBeforeAsync(AgentTask task, TableEntity entity)
    {
        NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(entity.PartitionKey, entity.RowKey).ConfigureAwait(false);
        return found.HasValue && TaskEntity.IsSameWrite(found.Value!, entity)
            ? new UpdateOutcome.Stored(AsStored(task, found.Value!.ETag.ToString()))
            : new UpdateOutcome.Conflict();
    }
}
