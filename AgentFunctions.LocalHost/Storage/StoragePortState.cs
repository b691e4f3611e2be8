namespace AgentFunctions.LocalHost.Storage;

/// <summary>Who answers on the three ports. <paramref name="Foreign"/> says what is in the way, if anything is.</summary>
internal sealed record StoragePortState(int Answering, string? Foreign)
{
    public bool AllAnswer => Answering == 3;

    public bool AllFree => Answering == 0 && Foreign is null;
}
