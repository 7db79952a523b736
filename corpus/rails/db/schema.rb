ActiveRecord::Schema[7.1].define(version: 2026_01_10_090000) do
end
