using System.Text.Json;
using Azure.Data.Tables;

namespace AgentFunctions.Costs.Posting;

/// <summary>How a page stands in table <c>tasks</c>: behind the tasks of its partition.</summary>
internal static class LedgerPageEntity
{
    /// <summary>Rows of pages begin with it, and sort after all tasks.</summary>
    public const string RowPrefix = "~";

    // A text of a table has room for 32,768 characters. The JSON is plain ASCII, so it may be cut anywhere.
    private const int MostText = 30_000;

    private const char Separator = ',';
    private const string Posters = "Posters";
    private const string Text = "Page";

    public static TableEntity Of(LedgerPage page)
    {
        TableEntity entity = new(page.Partition, RowPrefix + page.Id) { [Posters] = string.Join(Separator, page.Posters) };
        string json = JsonSerializer.Serialize(page.Entries, LedgerJson.Default.IReadOnlyListLedgerEntry);
        foreach ((int number, char[] part) in json.Chunk(MostText).Index())
        {
            entity[NameOf(number)] = new string(part);
        }

        return entity;
    }

    /// <summary>The change that makes another poster the page's last one.</summary>
    public static TableEntity TakeOver(LedgerPage page, string poster) =>
        new(page.Partition, RowPrefix + page.Id) { [Posters] = string.Join(Separator, page.Posters.Append(poster)) };

    public static LedgerPage Read(TableEntity entity)
    {
        string json = string.Concat(Enumerable.Range(0, entity.Count).Select(n => entity.TryGetValue(NameOf(n), out object? part) ? (string)part : null));
        return new LedgerPage(
            entity.PartitionKey,
            entity.RowKey[RowPrefix.Length..],
            entity.GetString(Posters).Split(Separator),
            JsonSerializer.Deserialize(json, LedgerJson.Default.IReadOnlyListLedgerEntry)!)
        {
            ETag = entity.ETag,
            StoredAt = entity.Timestamp!.Value,
        };
    }

    private static string NameOf(int number) => FormattableString.Invariant($"{Text}{number}");
}
