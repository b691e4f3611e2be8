using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace AgentFunctions.Client.Http;

/// <summary>Reads a list page by page, as it is asked for.</summary>
internal static class Pages
{
    /// <param name="path">The first page's path and query, to which the token of the next is added.</param>
    /// <param name="read">The items of a page, and the token of the page that follows.</param>
    public static async IAsyncEnumerable<TItem> ReadAsync<TPage, TItem>(
        ApiTransport transport, Func<ApiQuery> path, JsonTypeInfo<TPage> type, Func<TPage, (IReadOnlyList<TItem> Items, string? Next)> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            TPage page = await transport.AskAsync(ApiRequest.Get(path().Add("after", after).ToString()), type, cancellationToken).ConfigureAwait(false);
            (IReadOnlyList<TItem> items, after) = read(page);
            foreach (TItem item in items)
            {
                yield return item;
            }
        }
        while (after is not null);
    }
}
