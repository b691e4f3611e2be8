namespace AgentFunctions.Regions;

/// <summary>One of the regions that take tasks.</summary>
/// <param name="Number">Its place in the list, 0 to 31, which its task ids carry.</param>
/// <param name="Endpoint">Address of its function app.</param>
/// <param name="Storage">Its storage account: name or connection string.</param>
public sealed record Region(int Number, string Name, Uri Endpoint, string? Storage);
