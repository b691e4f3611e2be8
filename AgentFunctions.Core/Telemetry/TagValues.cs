using System.Collections.Frozen;
using System.Text.Json;
using AgentFunctions.Tasks;

namespace AgentFunctions.Telemetry;

/// <summary>Names of lanes and states as the API writes them, made once rather than for each measurement.</summary>
internal static class TagValues
{
    private static readonly FrozenDictionary<Lane, string> Lanes = Enum.GetValues<Lane>().ToFrozenDictionary(l => l, l => JsonNamingPolicy.CamelCase.ConvertName(l.ToString()));

    private static readonly FrozenDictionary<AgentTaskStatus, string> Statuses =
        Enum.GetValues<AgentTaskStatus>().ToFrozenDictionary(s => s, s => JsonNamingPolicy.CamelCase.ConvertName(s.ToString()));

    public static string Of(Lane lane) => Lanes[lane];

    public static string Of(AgentTaskStatus status) => Statuses[status];
}
