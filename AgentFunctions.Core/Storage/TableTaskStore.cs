using System.Globalization;
using AgentFunctions.Tasks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>Tasks in Azure Table Storage, table <c>tasks</c>; partition and row are computed from the task id.</summary>
public sealed class TableTaskStore(TableServiceClient service) : ITaskStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "tasks";

    // The service's limit on one entity-group transaction.
    private const int TransactionLimit = 100;

    // A transaction may hold 4 MiB; an entity is at most about two inline payloads of 64 KiB (UTF-16) and a few KiB.
    private const int EntitiesSafeInTransaction = 4 * 1024 * 1024 / (160 * 1024);

    private readonly TableClient _table = service.GetTableClient(TableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public async Task AddAsync(IReadOnlyList<AgentTask> tasks, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, TableEntity> partition in tasks.Select(TaskEntity.Of).GroupBy(e => e.PartitionKey, StringComparer.Ordinal))
        {
            foreach (TableEntity[] group in partition.Chunk(partition.Any(IsLarge) ? EntitiesSafeInTransaction : TransactionLimit))
            {
                await AddGroupAsync(group, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task<AgentTask?> FindAsync(TaskId id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await _table
            .GetEntityIfExistsAsync<TableEntity>(id.PartitionKey, id.ToString(), cancellationToken: cancellationToken).ConfigureAwait(false);
        return found.HasValue ? TaskEntity.Read(found.Value!) : null;
    }

    public async Task<UpdateOutcome> UpdateAsync(AgentTask task, CancellationToken cancellationToken)
    {
        try
        {
            Response response = await _table
                .UpdateEntityAsync(TaskEntity.Of(task), new ETag(task.ETag!), TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            return new UpdateOutcome.Stored(task with { ETag = response.Headers.ETag!.Value.ToString() });
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return new UpdateOutcome.Conflict();
        }
    }

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

    private static bool IsLarge(TableEntity entity) => entity.GetString("Input") is { Length: > 4096 };

    private static string Condition(TaskFilter filter)
    {
        List<string> conditions = [];
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

        if (filter.Statuses.Count > 0)
        {
            conditions.Add($"({string.Join(" or ", filter.Statuses.Select(s => string.Create(CultureInfo.InvariantCulture, $"Status eq '{s}'")))})");
        }

        return string.Join(" and ", conditions);
    }

    private async Task AddGroupAsync(TableEntity[] group, CancellationToken cancellationToken)
    {
        if (group is [var single])
        {
            await _table.AddEntityAsync(single, cancellationToken).ConfigureAwait(false);
            return;
        }

        await _table.SubmitTransactionAsync(group.Select(e => new TableTransactionAction(TableTransactionActionType.Add, e)), cancellationToken).ConfigureAwait(false);
    }
}
