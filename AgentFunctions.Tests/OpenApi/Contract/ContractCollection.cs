namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Tests that look at the same run of three hosts.</summary>
[CollectionDefinition(Name)]
public sealed class ContractCollection : ICollectionFixture<ContractRun>
{
    public const string Name = "contract";
}
