using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Routing;
using AgentFunctions.Tasks;

namespace AgentFunctions.Caching;

/// <summary>Gives tasks their work keys.</summary>
/// <remarks>
/// A key covers everything an answer depends on: tenant (unless the agent shares answers between tenants), agent, version, instructions,
/// tools and output shape, the models that may answer, the input, and the quality asked for.
/// </remarks>
public sealed class WorkKeys(CandidateModels candidates)
{
    // Part of every key: to be raised when answers kept under the old keys must not be found any more.
    private const string Scheme = "1";

    /// <summary>The key of a task.</summary>
    /// <param name="quality">What the task asks for; null: as the agent says.</param>
    public WorkKey Of(TenantId tenant, AgentDefinition agent, JsonElement input, double? quality)
    {
        string[] texts =
        [
            Scheme,
            agent.Cache.Scope == CacheScope.Shared ? string.Empty : tenant.Value,
            agent.Name,
            agent.Version,
            agent.Fingerprint,
            .. candidates.Of(agent, quality).SelectMany(m => new[] { m.Name, m.Deployment }),
            (quality ?? agent.Quality)?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty,
        ];
        StringBuilder canonical = new("[");
        foreach (string text in texts)
        {
            CanonicalJson.Write(text, canonical);
            canonical.Append(',');
        }

        return new WorkKey(CanonicalJson.Hash(canonical.Append(CanonicalJson.Of(input)).Append(']').ToString()));
    }
}
