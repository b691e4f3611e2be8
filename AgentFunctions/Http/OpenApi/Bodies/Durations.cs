namespace AgentFunctions.Http.OpenApi.Bodies;

/// <summary>Durations as requests write them.</summary>
internal static class Durations
{
    public const string Pattern = "^[0-9]{1,6}(ms|s|m|h|d)$";
}
