namespace AgentFunctions.LocalHost.Storage;

/// <summary>Who answers on the three ports.</summary>
/// <param name="Answering">How many of them an Azurite answers on.</param>
/// <param name="Foreign">The ports on which something else answers, if any.</param>
/// <param name="Silent">The ports that take a connection and have not answered on it, if any.</param>
internal sealed record StoragePortState(int Answering, string? Foreign, string? Silent)
{
    public bool AllAnswer => Answering == 3;

    public bool AllFree => Answering == 0 && Foreign is null && Silent is null;
}
