using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client;

/// <summary>What tasks cost, and the budgets.</summary>
public sealed class CostsApi
{
    private readonly ApiTransport _transport;
    private readonly AgentFunctionsClientOptions _options;

    internal CostsApi(ApiTransport transport, AgentFunctionsClientOptions options) => (_transport, _options) = (transport, options);

    /// <summary>What was spent and saved, grouped; of the last 24 h when the query says nothing else.</summary>
    /// <exception cref="ApiException">400: the query's hours are too many, or none.</exception>
    public Task<CostReport> ReadAsync(CostQuery? query = null, CancellationToken cancellationToken = default)
    {
        CostQuery asked = query ?? new CostQuery();
        return AskAsync(
            new ApiQuery("costs").Add("by", string.Join(',', asked.By.Select(d => d.ToString().ToLowerInvariant()))).Add("from", asked.From).Add("to", asked.To),
            ClientJson.Default.CostReport,
            cancellationToken);
    }

    /// <summary>The groups and tasks that make a share of the cost, and what would make it less.</summary>
    /// <exception cref="ApiException">400: the share or the limit is out of range, or there are too many tasks in these hours.</exception>
    public Task<TopCosts> ReadTopAsync(TopCostQuery? query = null, CancellationToken cancellationToken = default)
    {
        TopCostQuery asked = query ?? new TopCostQuery();
        return AskAsync(
            new ApiQuery("costs/top").Add("share", asked.Share).Add("from", asked.From).Add("to", asked.To).Add("limit", asked.Limit), ClientJson.Default.TopCosts, cancellationToken);
    }

    /// <summary>How the caller's budgets stand.</summary>
    public async Task<IReadOnlyList<Budget>> ReadBudgetsAsync(CancellationToken cancellationToken = default) =>
        (await AskAsync(new ApiQuery("budgets"), ClientJson.Default.BudgetList, cancellationToken).ConfigureAwait(false)).Budgets;

    private Task<T> AskAsync<T>(ApiQuery query, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        _transport.AskAsync(ApiRequest.Get(query.Add("region", _options.Region).ToString()), type, cancellationToken);
}
