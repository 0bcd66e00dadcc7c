using OrleansConnect.Abstractions.Plugins;

[assembly: KeepsNoRecords]
