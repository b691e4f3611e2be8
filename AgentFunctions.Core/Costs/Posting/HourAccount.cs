using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Costs.Posting;

/// <summary>
/// What one poster has posted to one hour, a row beside that hour's sums. Every posting changes it in the same transaction, so
/// that whoever closes it keeps the poster from posting to the hour ever again, and knows what it has posted till then.
/// </summary>
/// <param name="Posted">Ids of portions whose pages may still be there.</param>
/// <param name="Closed">By somebody who takes over pages of the poster.</param>
/// <param name="ETag">Null when it is not stored yet.</param>
internal sealed record HourAccount(string Poster, IReadOnlySet<string> Posted, bool Closed, ETag? ETag)
{
    /// <summary>Most ids that one account has room for: a text of a table has 32,768 characters, an id with its separator at most 37.</summary>
    public const int MostPosted = 850;

    private const string RowPrefix = "p-";
    private const char Separator = ',';

    public string RowKey => RowOf(Poster);

    public static string RowOf(string poster) => RowPrefix + poster;

    public static HourAccount New(string poster) => new(poster, new HashSet<string>(), Closed: false, ETag: null);

    public static HourAccount Read(TableEntity entity) => new(
        entity.RowKey[RowPrefix.Length..],
        entity.GetString(nameof(Posted)).Split(Separator, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
        entity.GetBoolean(nameof(Closed)) ?? false,
        entity.ETag);

    /// <summary>Stores it, unless the stored one has been changed since it was read.</summary>
    public TableTransactionAction ToAction(string partition)
    {
        TableEntity entity = new(partition, RowKey) { [nameof(Posted)] = string.Join(Separator, Posted), [nameof(Closed)] = Closed };
        return ETag is { } etag
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, etag)
            : new TableTransactionAction(TableTransactionActionType.Add, entity);
    }
}
