using AgentFunctions.Tasks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Caching.Coalescing;

/// <summary>
/// Leaders and followers in Azure Table Storage, table <c>keys</c>: a partition a work key, with the row <c>leader</c> and a row for each
/// follower. Whoever joins touches the leader's row in the same transaction, so that nobody joins a leader that is gone, and no leader
/// goes without having seen who joined.
/// </summary>
public sealed class TableLeaderIndex(TableServiceClient service, TimeProvider time) : ILeaderIndex
{
    /// <summary>Name of the table, which holds idempotency keys as well.</summary>
    public const string TableName = "keys";

    private const string LeaderRow = "leader";
    private const string Leader = "Leader";
    private const string Since = "Since";
    private const int TransactionLimit = 100;

    private readonly TableClient _table = service.GetTableClient(TableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<TaskId> LeadAsync(WorkKey key, TaskId task, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _table.AddEntityAsync(LeaderEntity(key, task), cancellationToken).ConfigureAwait(false);
                return task;
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                NullableResponse<TableEntity> found = await _table
                    .GetEntityIfExistsAsync<TableEntity>(PartitionOf(key), LeaderRow, cancellationToken: cancellationToken).ConfigureAwait(false);
                if (found.HasValue)
                {
                    return TaskId.Parse(found.Value!.GetString(Leader));
                }
            }
        }
    }

    public async Task<bool> FollowAsync(WorkKey key, TaskId follower, CancellationToken cancellationToken)
    {
        TableEntity touched = new(PartitionOf(key), LeaderRow);
        try
        {
            await _table.SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.UpdateMerge, touched, ETag.All),
                    new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity(PartitionOf(key), follower.ToString())),
                ],
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    public async Task<bool> IsFollowerAsync(WorkKey key, TaskId task, CancellationToken cancellationToken) =>
        (await _table.GetEntityIfExistsAsync<TableEntity>(PartitionOf(key), task.ToString(), cancellationToken: cancellationToken).ConfigureAwait(false)).HasValue;

    public async Task<IdenticalTasks?> ReadAsync(WorkKey key, CancellationToken cancellationToken)
    {
        string partition = PartitionOf(key);
        List<TableEntity> rows = await _table.QueryAsync<TableEntity>(e => e.PartitionKey == partition, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.Find(r => r.RowKey == LeaderRow) is { } leader
            ? new IdenticalTasks(
                key,
                TaskId.Parse(leader.GetString(Leader)),
                leader.GetDateTimeOffset(Since)!.Value,
                [.. rows.Where(r => r.RowKey != LeaderRow).Select(r => TaskId.Parse(r.RowKey))],
                leader.ETag.ToString())
            : null;
    }

    public async Task RemoveAsync(WorkKey key, IReadOnlyList<TaskId> followers, CancellationToken cancellationToken)
    {
        foreach (TaskId[] group in followers.Chunk(TransactionLimit))
        {
            try
            {
                await _table.SubmitTransactionAsync(group.Select(f => Delete(key, f)), cancellationToken).ConfigureAwait(false);
            }
            catch (TableTransactionFailedException e) when (e.Status == 404)
            {
                // Somebody else is at it as well; a single deletion does not mind.
                await Task.WhenAll(group.Select(f => _table.DeleteEntityAsync(PartitionOf(key), f.ToString(), ETag.All, cancellationToken))).ConfigureAwait(false);
            }
        }
    }

    public Task<bool> PromoteAsync(IdenticalTasks seen, TaskId follower, CancellationToken cancellationToken) => TryAsync(
        [
            new TableTransactionAction(TableTransactionActionType.UpdateReplace, LeaderEntity(seen.Key, follower), new ETag(seen.Version)),
            Delete(seen.Key, follower),
        ],
        cancellationToken);

    public Task<bool> CloseAsync(IdenticalTasks seen, CancellationToken cancellationToken) => TryAsync(
        [new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(PartitionOf(seen.Key), LeaderRow), new ETag(seen.Version))],
        cancellationToken);

    private static string PartitionOf(WorkKey key) => $"work-{key}";

    private static TableTransactionAction Delete(WorkKey key, TaskId follower) =>
        new(TableTransactionActionType.Delete, new TableEntity(PartitionOf(key), follower.ToString()), ETag.All);

    private TableEntity LeaderEntity(WorkKey key, TaskId task) => new(PartitionOf(key), LeaderRow)
    {
        [Leader] = task.ToString(),
        [Since] = time.GetUtcNow(),
    };

    private async Task<bool> TryAsync(IEnumerable<TableTransactionAction> steps, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(steps, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }
}
